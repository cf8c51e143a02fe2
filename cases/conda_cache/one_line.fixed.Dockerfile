# conda, mamba and micromamba take the same words.
FROM continuumio/miniconda3
RUN conda install -y numpy && conda clean --all --yes
RUN conda env create -f environment.yml && conda clean --all --yes
RUN mamba update -y --all && mamba clean --all --yes && mamba list
RUN micromamba create -y -p /opt/env -f environment.yml && micromamba clean --all --yes
RUN /opt/conda/bin/conda env update -n base -f environment.yml && /opt/conda/bin/conda clean --all --yes
