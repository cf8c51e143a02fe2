# A SHELL with options that only matter to several commands.
FROM debian:12
SHELL ["/bin/bash", "-o", "pipefail", "-euc"]
CMD ["/usr/sbin/apache2", "-D", "FOREGROUND"]
