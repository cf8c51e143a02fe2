"""One rewrite a file; the file's name is the transform's name."""
