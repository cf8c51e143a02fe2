# Nobody knows whose home it is.
FROM example.com/tools/python
RUN pip install flask
