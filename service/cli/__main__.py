"""`python -m service.cli`: how one command starts the others, wherever the script `vankien` may be."""

from service.cli.entry import main

main()
