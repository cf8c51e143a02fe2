# Up to Airflow 2.1 the account had a group of its own, whose number could be chosen.
FROM apache/airflow:2.1.4
USER airflow
RUN pip install --no-cache-dir pandas
