"""
Congresses that are still being typed.

`parts` and `steps` say what stands on which page; `laid_out` turns a draft into what a page shows and `written` turns what
came back into the next draft; `merging` settles what two people wrote at once; `desk` keeps drafts and hands them in. All
but `desk` are pure.
"""
