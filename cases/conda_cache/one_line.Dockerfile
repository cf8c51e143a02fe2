# conda, mamba and micromamba take the same words.
FROM continuumio/miniconda3
RUN conda install -y numpy
RUN conda env create -f environment.yml
RUN mamba update -y --all && mamba list
RUN micromamba create -y -p /opt/env -f environment.yml
RUN /opt/conda/bin/conda env update -n base -f environment.yml
