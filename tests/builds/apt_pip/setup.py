from setuptools import Extension, setup

setup(name="black-box", version="1", ext_modules=[Extension("_black_box", ["box.c"])])
