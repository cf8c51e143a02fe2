"""The fixer over a whole data set, on a Dask cluster: rows in, rows out.

The input is cut into chunks, and each chunk becomes a file of its own, a part. A part is written
under another name and renamed when it is whole, so one that is there is done.
"""
