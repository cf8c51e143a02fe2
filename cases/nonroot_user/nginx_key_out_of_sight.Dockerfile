# The key comes from outside, where it is as a rule for root alone.
FROM nginx:1.27
COPY site.conf /etc/nginx/conf.d/default.conf
