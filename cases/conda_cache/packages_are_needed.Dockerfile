# A later environment is made of them, a mount holds them, or the environments link to them.
FROM continuumio/miniconda3 AS offline
RUN conda install -y numpy
RUN conda create -n work --offline --clone base

FROM continuumio/miniconda3 AS mounted
RUN --mount=type=cache,target=/opt/conda/pkgs conda install -y numpy

FROM continuumio/miniconda3
RUN conda config --set always_softlink true
RUN conda install -y numpy
