# An environment that is copied comes without the packages beside it.
FROM continuumio/miniconda3 AS build
RUN conda env create -p /env -f environment.yml

FROM debian:12
COPY --from=build /env /env
