# All of conda is copied, with the packages in it.
FROM continuumio/miniconda3 AS build
RUN conda install -y numpy

FROM debian:12
COPY --from=build /opt/conda /opt/conda
