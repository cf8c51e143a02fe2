# An image that builds: the project is mounted, and what is made of it is left there.
FROM quay.io/pypa/manylinux2014_x86_64
RUN pip3 install --no-cache-dir setuptools-rust
WORKDIR /io
ENTRYPOINT []
CMD python3 setup.py bdist_wheel && auditwheel repair dist/*.whl
