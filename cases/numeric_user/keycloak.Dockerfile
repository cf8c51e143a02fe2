# Keycloak's account and its group are known by their names, too; root's group is the same one.
FROM quay.io/keycloak/keycloak:26.0
USER root
COPY themes /opt/keycloak/themes
RUN chown -R keycloak:keycloak /opt/keycloak/themes
USER keycloak:keycloak
