# In branches, retries, subshells, nested shells, behind sudo, in exec form and in ONBUILD.
FROM python:3.11
RUN set -e; cd /app; pip install a; echo done
RUN if [ -n "$DEV" ]; then pip install a; else pip install b; fi
RUN pip install a || pip install a || (sleep 5 && pip install a)
RUN (cd /app && pip install .) && sudo -H pip install b
RUN bash -c "pip install a && echo $? > /code"
RUN sh -c 'pip install a'
RUN for p in a b; do pip install "$p"; done
RUN ["pip", "install", "a"]
ONBUILD RUN pip install -r requirements.txt
RUN apt-get update \
    # why this one
    && pip install \
        # pinned below
        a==1 \
        b \
    && rm -rf /tmp/*
