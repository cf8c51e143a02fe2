# Branches, groups of installs, comments.
FROM continuumio/miniconda3
RUN if [ -f /tmp/environment.yml ]; then umask 0002 && conda env update -n base -f /tmp/environment.yml; fi \
    && rm -rf /tmp/environment.yml
RUN conda install -y python=3.12 && \
    # the solver
    conda install -y mamba && \
    mamba install -y numpy && \
    fix-permissions "${CONDA_DIR}"
ONBUILD RUN conda env create
