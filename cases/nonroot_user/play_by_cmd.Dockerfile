# It logs in elsewhere, with keys that are mounted to where root has them.
FROM python:3.12-slim
RUN pip install --no-cache-dir ansible-core==2.18.1
WORKDIR /ansible
COPY . .
CMD ["ansible-playbook", "-i", "inventory", "site.yml"]
