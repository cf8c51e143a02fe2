# Names that only speak of secrets, public keys, and values that stand for others.
FROM python:3.12-slim
ARG GPG_KEY=E3FF2839C048B25C084DEBE9B26995E310250568
ARG PUBLIC_KEY
ARG KEYSERVER=keys.openpgp.org
ARG PASSWORD_MIN_LENGTH=12
ARG SECRET_NAME=app
ARG DB_PASSWORD_FILE=/run/secrets/db
ARG SECRET_KEY=dummy-for-collectstatic
ARG VITE_API_KEY
ARG TOKENIZERS_PARALLELISM=false
RUN gpg --keyserver "$KEYSERVER" --recv-keys "$GPG_KEY" && make SECRET_KEY="$SECRET_KEY" static
