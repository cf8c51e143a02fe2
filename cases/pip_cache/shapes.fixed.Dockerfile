# In branches, retries, subshells, nested shells, behind sudo, in exec form and in ONBUILD.
FROM python:3.11
RUN set -e; cd /app; pip install --no-cache-dir a; echo done
RUN if [ -n "$DEV" ]; then pip install --no-cache-dir a; else pip install --no-cache-dir b; fi
RUN pip install --no-cache-dir a || pip install --no-cache-dir a || (sleep 5 && pip install --no-cache-dir a)
RUN (cd /app && pip install --no-cache-dir .) && sudo -H pip install --no-cache-dir b
RUN bash -c "pip install a && echo $? > /code"
RUN sh -c 'pip install --no-cache-dir a'
RUN for p in a b; do pip install --no-cache-dir "$p"; done
RUN ["pip", "install", "--no-cache-dir", "a"]
ONBUILD RUN pip install --no-cache-dir -r requirements.txt
RUN apt-get update \
    # why this one
    && pip install --no-cache-dir \
        # pinned below
        a==1 \
        b \
    && rm -rf /tmp/*
