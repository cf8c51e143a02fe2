# what is fetched to be installed is nothing of the program's, nor is what lies in /tmp for the build
FROM debian:bookworm-slim
ADD https://repo.example.com/pool/store_2.7.4_amd64.deb /store.deb
COPY plugins.conf /tmp/plugins.conf
RUN dpkg -i /store.deb && rm /store.deb && store-plugins --from /tmp/plugins.conf
COPY store.toml /srv/store/store.toml
CMD ["store", "--config", "/srv/store/store.toml"]
