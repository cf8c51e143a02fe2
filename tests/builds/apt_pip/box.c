#include <Python.h>

static PyObject *answer(PyObject *self, PyObject *args) { return PyLong_FromLong(42); }
static PyMethodDef methods[] = {{"answer", answer, METH_NOARGS, ""}, {NULL, NULL, 0, NULL}};
static struct PyModuleDef box = {PyModuleDef_HEAD_INIT, "_black_box", "", -1, methods};
PyMODINIT_FUNC PyInit__black_box(void) { return PyModule_Create(&box); }
