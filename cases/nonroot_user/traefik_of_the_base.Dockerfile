# The base starts traefik itself, whose configuration has it ask the engine.
FROM traefik:v3.1
COPY traefik.yml /etc/traefik/traefik.yml
