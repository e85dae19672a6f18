"""
What an attacker would send: files, templates, texts and requests, made from a seed, and a door to send them through.

`make hostile` runs all of it, `make hostile ARGS="files --count 300 --seed 7"` a part; the tests run a bounded sample.
"""
