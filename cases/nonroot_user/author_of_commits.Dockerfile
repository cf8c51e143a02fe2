# The program makes commits as the one that root's ~/.gitconfig names.
FROM python:3.12-slim
WORKDIR /app
COPY . .
RUN git config --global user.email "bot@example.com" && git config --global user.name "Bot"
CMD ["python", "main.py"]
