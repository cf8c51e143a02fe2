# Any of the tools may clean, and a part is the author's choice.
FROM continuumio/miniconda3
RUN mamba install -y numpy && conda clean -afy
RUN conda install -y numpy && conda clean --tarballs --yes
RUN conda install -y numpy && rm -rf /opt/conda/pkgs
RUN conda init bash && conda config --set channel_priority strict
