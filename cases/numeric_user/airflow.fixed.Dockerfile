# Airflow's account is in root's group, and has no group of its own name.
FROM apache/airflow:2.10.4-python3.12
USER root
RUN mkdir -p /opt/data && chown airflow /opt/data
USER 50000:0
RUN pip install --no-cache-dir pandas
