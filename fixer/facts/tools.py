"""How the command lines of common tools are read: which flags take the next word as their value,
and which different spellings mean the same.

Sources: the tools' own help and manuals, by default of Debian 12 and of the newest release on PyPI
and npm; apk, microdnf, tdnf, conda and go after their documentation. Where a flag takes a value in
one tool of a name but not in another (busybox, RHEL's adduser), it is listed if the two can not be
confused. A value that is only ever attached (`--flag=value`) is none here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache, lru_cache

_APT = (
    "-c -e -o -P -t --build-profiles --config-file --default-release --error-on"
    " --host-architecture --option --planner --solver --target-release --with-source"
)
_DNF = (
    "-c -d -e -R -x --add-repo --advisories --advisory --bz --bzs --color --comment --config"
    " --cve --cves --debuglevel --destdir --disableexcludepkgs --disableexcludes"
    " --disableplugin --disablerepo --downloaddir --enableplugin --enablerepo --errorlevel"
    " --exclude --excludepkgs --forcearch --installroot --randomwait --releasever --repo"
    " --repofrompath --repoid --rpmverbosity --sec-severity --secseverity --setopt --setvar"
)
_CONDA = (
    "-c -n -p --channel --clone --console --cwd --environment-specifier --experimental"
    " --experimental-solver --file --format --name --platform --prefix --repodata-fn --revision"
    " --shortcuts-only --solver --subdir"
)
_MAMBA = _CONDA + " -r --channel-priority --rc-file --relocate-prefix --root-prefix"
_USERADD = (
    "-b -c -d -e -f -g -G -k -K -p -P -R -s -u -Z --base-dir --comment --expiredate --gid --groups"
    " --home-dir --inactive --key --password --prefix --root --selinux-user --shell --skel --uid"
)
# Debian's adduser has long flags only; busybox's and RHEL's have the short ones.
_ADDUSER = (
    _USERADD + " -h --conf --firstgid --firstuid --gecos --home --ingroup --lastgid --lastuid"
)
_SU = "-c -g -G -s -w --command --group --session-command --shell --supp-group"
_SU += " --whitelist-environment"
_UV = (
    "-C -f -i -p -P --allow-insecure-host --cache-dir --cert --color --config-file"
    " --config-setting --config-settings-package --default-index --directory --exclude-newer"
    " --exclude-newer-package --extra --extra-index-url --find-links --fork-strategy --group"
    " --index --index-strategy --index-url --keyring-provider --link-mode"
    " --no-binary-package --no-build-isolation-package --no-build-package --no-extra --no-group"
    " --no-install-package --no-sources-package --only-group --output-format --package"
    " --prerelease --project --python --python-platform --python-preference --refresh-package"
    " --reinstall-package --resolution --script --upgrade-group --upgrade-package"
)
_PNPM = (
    "-C -F --allow-build --changed-files-ignore-pattern --cpu --dir --env-file --fetch-timeout"
    " --filter --filter-prod --hoist-pattern --http-proxy --https-proxy --libc --lockfile-dir"
    " --loglevel --modules-dir --network-concurrency --no-proxy --node-linker --npmrc-auth-file"
    " --os --package --prefix --registry --reporter --save-catalog-name --save-prefix --state-dir"
    " --store-dir --test-pattern --user-agent --virtual-store-dir --workspace-concurrency"
)

# Flags whose value is the next word, wherever in the line they stand.
VALUE_FLAGS: dict[str, str] = {
    # Packages of distributions
    "apt-get": _APT + " -a",
    "apt": _APT,
    "apt-cache": "-c -o -p -s --config-file --option --pkg-cache --src-cache --with-source",
    "apt-mark": "-c -f -o --config-file --file --option",
    "aptitude": "-F -o -O -S -t -w --add-user-tag --add-user-tag-to --display-format --group-by"
    " --remove-user-tag --remove-user-tag-from --sort --target-release --width",
    "apk": "-p -X --arch --cache-dir --cache-max-age --keys-dir --progress-fd --repositories-file"
    " --repository --repository-config --root --timeout --wait",
    "dnf": _DNF,
    "yum": _DNF,
    "microdnf": _DNF + " --arch --archlist",
    "tdnf": _DNF + " --rpmdefine",
    "zypper": "-c -C -D -p -R -s --cache-dir --color-theme --config --installroot --pkg-cache-dir"
    " --plus-content --plus-repo --raw-cache-dir --releasever --reposd-dir --root --solv-cache-dir"
    " --table-style --userdata",
    "pacman": "-b -r --arch --assume-installed --cachedir --color --config --dbpath --gpgdir"
    " --hookdir --ignore --ignoregroup --logfile --overwrite --print-format --root --sysroot",
    # Packages of languages
    "pip": "-b -c -C -d -e -f -i -r -t -w --abi --build-constraint --cache-dir --cert --client-cert"
    " --config-settings --constraint --dest --editable --exclude --exists-action"
    " --extra-index-url --find-links --format --global-option --group --implementation --index-url"
    " --install-option --keyring-provider --log --no-binary --only-binary --path --platform"
    " --prefix --progress-bar --proxy --python --python-version --report --requirement"
    " --resume-retries --retries --root --root-user-action --src --target --timeout --trusted-host"
    " --upgrade-strategy --use-deprecated --use-feature --wheel-dir",
    "pipenv": "-e -i -r --backend --categories --config-settings --editable --extra-pip-args"
    " --extras --index --pypi-mirror --python --requirements --resolver",
    "poetry": "-C -P --directory --project",
    "uv": _UV,
    "uvx": _UV + " -b -c -w --build-constraints --constraints --from --overrides --with"
    " --with-editable --with-requirements",
    "conda": _CONDA,
    "mamba": _MAMBA,
    "micromamba": _MAMBA,
    "npm": "-c -C -L -m -w --access --also --audit-level --auth-type --before --ca --cache"
    " --cache-max --cache-min --cafile --call --cert --cidr --cpu --depth --diff --editor"
    " --fetch-retries --fetch-retry-factor --fetch-retry-maxtimeout --fetch-retry-mintimeout"
    " --fetch-timeout --git --globalconfig --heading --https-proxy --include --install-strategy"
    " --key --libc --local-address --location --lockfile-version --loglevel --logs-dir --logs-max"
    " --maxsockets --message --min-release-age --node-gyp --node-options --noproxy --omit --only"
    " --os --otp --pack-destination --package --prefix --preid --provenance-file --proxy --reg"
    " --registry --replace-registry-host --save-prefix --scope --script-shell --shell --tag"
    " --tag-version-prefix --umask --user-agent --userconfig --viewer --workspace",
    "npx": "-c -p -w --cache --call --package --prefix --registry --shell --userconfig --workspace",
    "yarn": "--cache-folder --cwd --global-folder --https-proxy --into --link-folder --mode"
    " --modules-folder --mutex --network-concurrency --network-timeout --otp"
    " --preferred-cache-folder --prefix --proxy --registry --use-yarnrc",
    "pnpm": _PNPM,
    "gem": "-B -g -i -n -p -P -s -v --bindir --build-root --bulk-threshold --config-file"
    " --document --file --host --http-proxy --install-dir --key --otp --platform --source"
    " --target-rbconfig --trust-policy --version --without",
    "bundle": "-j --gemfile --jobs --path --retry --shebang --trust-policy --with --without",
    "composer": "-d --apcu-autoloader-prefix --apcu-prefix --audit-format --format"
    " --ignore-platform-req --prefer-install --repository --repository-url --stability --timeout"
    " --type --working-dir",
    "go": "-asmflags -bench -benchtime -blockprofile -buildmode -C -compiler -count"
    " -covermode -coverpkg -coverprofile -cpu -cpuprofile -exec -fuzz -fuzztime -gccgoflags"
    " -gcflags -installsuffix -ldflags -list -memprofile -mod -modfile -mutexprofile -o"
    " -outputdir -overlay -p -parallel -pgo -pkgdir -run -shuffle -skip -tags -timeout -toolexec"
    " -trace -vet",
    "cargo": "-C -F -j -p -Z --artifact-dir --bench --bin --branch --color --config --crate-type"
    " --edition --example --exclude --explain --features --git --index --jobs --lockfile-path"
    " --manifest-path --message-format --name --out-dir --package --path --precise --print"
    " --profile --recipe-path --registry --rename --rev --root --tag --target --target-dir --test"
    " --token --vcs",
    # Fetching
    "git": "-C -c --config-env --git-dir --namespace --super-prefix --work-tree",
    "curl": "-A -b -c -C -d -D -e -E -F -H -K -m -o -P -Q -r -t -T -u -U -w -x -X -y -Y -z"
    " --abstract-unix-socket --alt-svc --aws-sigv4 --cacert --capath --cert --cert-type --ciphers"
    " --config --connect-timeout --connect-to --continue-at --cookie --cookie-jar"
    " --create-file-mode --crlfile --curves --data --data-ascii --data-binary --data-raw"
    " --data-urlencode --delegation --dns-interface --dns-ipv4-addr --dns-ipv6-addr --dns-servers"
    " --doh-url --dump-header --ech --egd-file --engine --etag-compare --etag-save"
    " --expect100-timeout --form --form-string --ftp-account --ftp-alternative-to-user"
    " --ftp-method --ftp-port --ftp-ssl-ccc-mode --happy-eyeballs-timeout-ms --haproxy-clientip"
    " --header --hostpubmd5 --hostpubsha256 --hsts --interface --ip-tos --ipfs-gateway --json"
    " --keepalive-cnt --keepalive-time --key --key-type --krb --libcurl --limit-rate --local-port"
    " --login-options --mail-auth --mail-from --mail-rcpt --max-filesize --max-redirs --max-time"
    " --netrc-file --noproxy --oauth2-bearer --output --output-dir --parallel-max --pass"
    " --pinnedpubkey --preproxy --proto --proto-default --proto-redir --proxy --proxy-cacert"
    " --proxy-capath --proxy-cert --proxy-cert-type --proxy-ciphers --proxy-crlfile --proxy-header"
    " --proxy-key --proxy-key-type --proxy-pass --proxy-pinnedpubkey --proxy-service-name"
    " --proxy-tls13-ciphers --proxy-tlsauthtype --proxy-tlspassword --proxy-tlsuser --proxy-user"
    " --proxy1.0 --pubkey --quote --random-file --range --rate --referer --request"
    " --request-target --resolve --retry --retry-delay --retry-max-time --sasl-authzid"
    " --service-name --socks4 --socks4a --socks5 --socks5-gssapi-service --socks5-hostname"
    " --speed-limit --speed-time --stderr --telnet-option --tftp-blksize --time-cond --tls-max"
    " --tls13-ciphers --tlsauthtype --tlspassword --tlsuser --trace --trace-ascii --trace-config"
    " --unix-socket --upload-file --url --url-query --user --user-agent --variable --vlan-priority"
    " --write-out",
    "wget": "-a -A -B -D -e -i -I -l -o -O -P -Q -R -t -T -U -w -X --accept --accept-regex"
    " --append-output --base --bind-address --body-data --body-file --ca-certificate"
    " --ca-directory --certificate --certificate-type --ciphers --compression --config"
    " --connect-timeout --crl-file --cut-dirs --default-page --directory-prefix --dns-timeout"
    " --domains --exclude-directories --exclude-domains --execute --follow-tags --ftp-password"
    " --ftp-user --header --http-password --http-user --ignore-tags --include-directories"
    " --input-file --level --limit-rate --load-cookies --local-encoding --method"
    " --output-document --output-file --password --pinnedpubkey --post-data --post-file"
    " --prefer-family --private-key --private-key-type --progress --proxy-password --proxy-user"
    " --quota --read-timeout --referer --regex-type --reject --reject-regex --remote-encoding"
    " --report-speed --restrict-file-names --retry-on-http-error --save-cookies --secure-protocol"
    " --start-pos --timeout --tries --use-askpass --user --user-agent --wait --waitretry"
    " --warc-dedup --warc-file --warc-header --warc-max-size --warc-tempdir",
    "docker": "-c -H -l --config --context --host --log-level --tlscacert --tlscert --tlskey",
    # Accounts
    "useradd": _USERADD,
    "usermod": "-c -d -e -f -g -G -l -p -P -R -s -u -v -V -w -W -Z --add-subgids --add-subuids"
    " --comment --del-subgids --del-subuids --expiredate --gid --groups --home --inactive --login"
    " --password --prefix --root --selinux-user --shell --uid",
    "groupadd": "-g -K -p -P -R -U --gid --key --password --prefix --root --users",
    "groupmod": "-g -n -p -P -R -U --gid --new-name --password --prefix --root --users",
    "adduser": _ADDUSER,
    "addgroup": "-g -K -p -P -R --conf --firstgid --gid --key --lastgid --password --prefix --root",
    "chpasswd": "-c -R -s --crypt-method --root --sha-rounds",
    # Commands that run another one
    "su": _SU,
    "runuser": _SU + " -u --user",
    "sudo": "-C -D -g -h -p -r -R -t -T -u -U --chdir --chroot --close-from --command-timeout"
    " --group --host --other-user --prompt --role --type --user",
    "doas": "-a -C -u",
    "setpriv": "--ambient-caps --apparmor-profile --bounding-set --egid --euid --groups --inh-caps"
    " --pdeathsig --regid --reuid --rgid --ruid --securebits --selinux-label",
    "env": "-C -S -u --chdir --split-string --unset",
    "nice": "-n --adjustment",
    "ionice": "-c -n -p -P -u --class --classdata --pgid --pid --uid",
    "time": "-f -o --format --output",
    "timeout": "-k -s --kill-after --signal",
    "stdbuf": "-e -i -o --error --input --output",
    "chroot": "--groups --userspec",
    "xargs": "-a -d -E -I -L -n -P -s --arg-file --delimiter --max-args --max-chars --max-procs"
    " --process-slot-var",
    "tini": "-e -p",
    "dumb-init": "-r --rewrite",
    # Files
    "chown": "--from --reference",
    "chgrp": "--from --reference",
    "chmod": "--reference",
    "mkdir": "-m --mode",
    "install": "-g -m -o -S -t --group --mode --owner --strip-program --suffix --target-directory",
    "cp": "-S -t --no-preserve --sparse --suffix --target-directory",
    "mv": "-S -t --suffix --target-directory",
    "ln": "-S -t --suffix --target-directory",
    "touch": "-d -r -t --date --reference --time",
    "tar": "-b -C -f -F -g -H -I -K -L -N -T -V -X --add-file --after-date --blocking-factor"
    " --checkpoint-action --directory --exclude --exclude-from --file --files-from --format"
    " --group --label --level --listed-incremental --mode --mtime --newer --newer-mtime --owner"
    " --pax-option --record-size --sort --starting-file --strip-components --suffix --to-command"
    " --transform --use-compress-program --volno-file --warning --xform",
    "unzip": "-d -P -x",
    "find": "-amin -anewer -atime -cmin -cnewer -context -ctime -D -fls -fprint -fprint0 -fstype"
    " -gid -group -ilname -iname -inum -ipath -iregex -iwholename -links -lname -maxdepth"
    " -mindepth -mmin -mtime -name -newer -path -perm -printf -regex -regextype -samefile -size"
    " -type -uid -used -user -wholename -xtype",
    "sed": "-e -f -l --expression --file --line-length",
    "grep": "-A -B -C -d -D -e -f -m --after-context --before-context --binary-files --context"
    " --devices --directories --exclude --exclude-dir --exclude-from --file --group-separator"
    " --include --label --max-count --regexp",
    # Interpreters
    "sh": "-c -o",
    "bash": "-c -o -O --init-file --rcfile",
    "python": "-c -m -W -X --check-hash-based-pycs",
}

# And those that take a value only behind some subcommand.
_BEHIND: dict[tuple[str, str], str] = {
    ("apk", "add"): "-t --virtual",
    ("apk", "fetch"): "-o --output --pkgname-spec",
    ("apk", "index"): "-d -o -x --description --index --output --rewrite-arch",
    ("apk", "upgrade"): "--preupgrade-depends",
    ("apk", "version"): "-l --limit",
    ("conda", "env"): "-f",
    ("mamba", "create"): "-f",
    ("mamba", "env"): "-f",
    ("mamba", "install"): "-f",
    ("mamba", "update"): "-f",
    ("micromamba", "create"): "-f",
    ("micromamba", "env"): "-f",
    ("micromamba", "install"): "-f",
    ("micromamba", "update"): "-f",
    ("cargo", "install"): "--vers --version",
    ("composer", "config"): "-f --file",
    ("composer", "create-project"): "-s",
    ("composer", "init"): "-l -s --author --description --homepage --license --name --require"
    " --require-dev",
    ("composer", "show"): "-f",
    ("bundle", "update"): "-g --group --source",
    ("docker", "build"): "-f -o -t --add-host --allow --annotation --attest --build-arg"
    " --build-context --builder --cache-from --cache-to --cgroup-parent --file --iidfile --label"
    " --metadata-file --network --no-cache-filter --output --platform --progress --provenance"
    " --sbom --secret --shm-size --ssh --tag --target --ulimit",
    ("docker", "run"): "-a -e -h -m -p -u -v -w --add-host --cap-add --cap-drop --cpus --device"
    " --dns --entrypoint --env --env-file --expose --gpus --group-add --hostname --ipc --label"
    " --link --log-driver --log-opt --memory --mount --name --network --pid --platform --publish"
    " --pull --restart --runtime --security-opt --shm-size --stop-signal --sysctl --tmpfs --ulimit"
    " --user --userns --volume --volumes-from --workdir",
    ("git", "add"): "--chmod --pathspec-from-file",
    ("git", "am"): "-C -p --directory --exclude --include",
    ("git", "apply"): "-C -p --build-fake-ancestor --directory --exclude --include --whitespace",
    ("git", "archive"): "-o --exec --format --output --prefix --remote",
    ("git", "checkout"): "-b -B --conflict --orphan --pathspec-from-file",
    ("git", "clone"): "-b -c -j -o -u --branch --bundle-uri --config --depth --filter --jobs"
    " --origin --reference --reference-if-able --separate-git-dir --server-option"
    " --shallow-exclude --shallow-since --template --upload-pack",
    ("git", "commit"): "-c -C -F -m -t --author --cleanup --date --file --fixup --message"
    " --reedit-message --reuse-message --squash --template --trailer",
    ("git", "config"): "-f --blob --default --file --type",
    ("git", "describe"): "--candidates --exclude --match",
    ("git", "fetch"): "-j -o --deepen --depth --filter --jobs --negotiation-tip --refmap"
    " --server-option --shallow-exclude --shallow-since --upload-pack",
    ("git", "init"): "-b --initial-branch --object-format --separate-git-dir --template",
    ("git", "ls-remote"): "-o --server-option --sort --upload-pack",
    ("git", "merge"): "-F -m -s -X --cleanup --file --into-name --strategy --strategy-option",
    ("git", "pull"): "-j -o -s -X --deepen --depth --filter --jobs --refmap --server-option"
    " --shallow-since --strategy --strategy-option --upload-pack",
    ("git", "push"): "-o --exec --push-option --receive-pack --repo",
    ("git", "remote"): "-m -t",
    ("git", "submodule"): "-b -j --branch --depth --filter --jobs --name --reference",
    ("git", "switch"): "-c -C --conflict --create --force-create --orphan",
    ("git", "tag"): "-F -m -u --cleanup --file --format --local-user --message --sort",
    ("git", "worktree"): "-b -B --reason",
    ("pip", "list"): "--format",
    ("poetry", "add"): "-E -G --extras --group --markers --platform --python --source",
    ("poetry", "build"): "-c -f -l -o --config-settings --format --local-version --output",
    ("poetry", "export"): "-E -f -o --extras --format --only --output --with --without",
    ("poetry", "install"): "-E --extras --only --with --without",
    ("poetry", "remove"): "-G --group",
    ("poetry", "sync"): "-E --extras --only --with --without",
    ("poetry", "update"): "--only --with --without",
    ("uv", "add"): "-c -m -r --bounds --branch --constraints --marker --optional --requirements"
    " --rev --tag",
    ("uv", "build"): "-b -o --build-constraints --out-dir",
    ("uv", "export"): "-o --format --no-emit-package --output-file --prune",
    ("uv", "pip"): "-b -c -e -o -r -t --annotation-style --build-constraints --constraints"
    " --custom-compile-command --editable --excludes --format --no-binary --no-emit-package"
    " --only-binary --output-file --overrides --prefix --python-version --requirements --target"
    " --torch-backend",
    ("uv", "python"): "-i --install-dir --mirror --pypy-mirror --python-downloads-json-url",
    ("uv", "run"): "-w --env-file --with --with-editable --with-requirements",
    ("uv", "tool"): "-b -c -w --build-constraints --constraints --excludes --overrides"
    " --torch-backend --with --with-editable --with-executables-from --with-requirements",
    ("uv", "venv"): "--prompt",
    ("yarn", "publish"): "--access --message --preid --tag",
    ("zypper", "addlock"): "-m -r -t --comment --repo --type",
    ("zypper", "addrepo"): "-n -p -r -t --name --priority --repo --type",
    ("zypper", "ar"): "-n -p -r -t --name --priority --repo --type",
    ("zypper", "patch"): "-b -g -r --bugzilla --category --cve --date --repo --severity",
    ("zypper", "modifyrepo"): "-n -p --name --priority",
    ("zypper", "mr"): "-n -p --name --priority",
}
_ZYPPER_BEHIND = "-r -t --download --from --repo --solver-focus --type"

# Tools that know no clusters of one-letter flags.
_WITHOUT_CLUSTERS = frozenset({"find", "go", "npm", "npx", "yarn"})


def _known(name: str) -> str:
    """The name that the tables use: `pip3.12` is `pip`, `dnf5` is `dnf`, `dash` is `sh`."""
    if name in VALUE_FLAGS:
        return name
    if name in ("ash", "dash"):
        return "sh"
    return {"bundler": "bundle"}.get(name, name.rstrip("0123456789.-"))


@cache
def _flags(words: str) -> frozenset[str]:
    return frozenset(words.split())


@lru_cache(maxsize=1024)
def value_flags(name: str, subcommand: str | None) -> frozenset[str]:
    """The flags of the tool `name` whose value is the next word, behind the given subcommand.

    Without one: those in front of any subcommand. A tool that is not known has none.
    """
    name = _known(name)
    words = VALUE_FLAGS.get(name, "")
    if name == "go":
        return _flags(words) | {f"-{flag}" for flag in words.split()}  # go takes both -o and --o
    if subcommand is not None:
        if name == "zypper":  # there -n, -p, -C and others are no longer the global ones
            words = _BEHIND.get((name, subcommand), _ZYPPER_BEHIND)
        else:
            words += " " + _BEHIND.get((name, subcommand), "")
    return _flags(words)


def takes_next_word(name: str, subcommand: str | None, word: str) -> bool:
    """Whether the next word is the value of `word`: of `-o`, `--output`, or the o in `-fsSLo`."""
    taking = value_flags(name, subcommand)
    if word in taking:
        return True
    if word[:1] != "-" or word[:2] == "--" or _known(name) in _WITHOUT_CLUSTERS:
        return False
    for at, letter in enumerate(word[1:], 2):
        if f"-{letter}" in taking:
            return at == len(word)  # otherwise the rest of the word is the value
    return False


# What makes a tool ask nothing. apk never asks.
ASSUME_YES: dict[str, tuple[str, ...]] = {
    "apt-get": ("-y", "--yes", "--assume-yes"),
    "apt": ("-y", "--yes", "--assume-yes"),
    "aptitude": ("-y", "--assume-yes"),
    "add-apt-repository": ("-y", "--yes"),
    "dnf": ("-y", "--assumeyes"),
    "yum": ("-y", "--assumeyes"),
    "microdnf": ("-y", "--assumeyes"),
    "tdnf": ("-y", "--assumeyes"),
    "zypper": ("-y", "--no-confirm"),
    "pacman": ("--noconfirm",),
    "conda": ("-y", "--yes"),
    "mamba": ("-y", "--yes"),
    "micromamba": ("-y", "--yes"),
    "pip": ("-y", "--yes"),  # only `uninstall` asks
    "npm": ("-y", "--yes"),
    "npx": ("-y", "--yes"),
}
# zypper's own, which stand in front of the subcommand: behind it `-n` is `--name`.
ASSUME_YES_IN_FRONT: dict[str, tuple[str, ...]] = {"zypper": ("-n", "--non-interactive")}


def assumes_yes(name: str, before: Iterable[str], behind: Iterable[str]) -> bool:
    """Whether a tool with these flags, before and behind its subcommand, asks nothing.

    Clusters count (`-qqy`), and for apt so does being quiet twice: `-qq`, `-q=2`, `-q -q`. For
    aptitude that does not, nor does it for any of them to be forced (`--force-yes`).
    """
    name = _known(name)
    before, behind = list(before), list(behind)
    if _any_of(ASSUME_YES_IN_FRONT.get(name, ()), before):
        return True
    spellings = ASSUME_YES.get(name, ())
    if _any_of(spellings, behind if name in ASSUME_YES_IN_FRONT else before + behind):
        return True
    if name not in ("apt", "apt-get"):
        return False
    quiet = 0
    for word in before + behind:
        if word in ("-q=2", "-qq=2", "--quiet=2"):
            return True
        if _is_true(word, "APT::Get::Assume-Yes"):
            return True
        if word == "--quiet":
            quiet += 1
        elif word[:1] == "-" and word[1:].isalpha():
            quiet += word.count("q")
    return quiet > 1


def _any_of(spellings: Sequence[str], words: Iterable[str]) -> bool:
    for word in words:
        if word in spellings:
            return True
        if word[:1] == "-" and word[1:].isalpha():
            if any(len(flag) == 2 and flag[1] in word for flag in spellings):
                return True
    return False


_FALSE = frozenset({"0", "disable", "false", "no", "off", "without"})
_TRUE = frozenset({"1", "enable", "on", "true", "with", "yes"})


def _setting(word: str, key: str) -> str | None:
    """The value that a word gives a setting: `KEY=value`, `-oKEY=value`, `--option=KEY=value`."""
    for start in ("--option=", "--setopt=", "-o=", "-o"):
        if word.startswith(start):
            word = word[len(start) :]
            break
    found, equals, value = word.partition("=")
    return value.strip("\"'").lower() if equals and found.lower() == key.lower() else None


def _is_true(word: str, key: str) -> bool:
    return _setting(word, key) in _TRUE


def without_recommends(name: str, words: Iterable[str]) -> bool:
    """Whether an install command leaves out what packages only recommend.

    That is `--no-install-recommends` in all its spellings, and what stands for it in other tools.
    """
    name = _known(name)
    flags: tuple[str, ...]
    key = ""
    if name in ("apt", "apt-get"):
        flags, key = ("--no-install-recommends",), "APT::Install-Recommends"
    elif name == "aptitude":
        flags, key = ("-R", "--without-recommends"), "APT::Install-Recommends"
    elif name in ("dnf", "yum", "microdnf", "tdnf"):
        flags, key = (), "install_weak_deps"
    elif name == "zypper":
        flags = ("--no-recommends",)
    else:
        return False
    for word in words:
        if word in flags or (key and _setting(word, key) in _FALSE):
            return True
        if key.startswith("APT") and _setting(word, "--install-recommends") in _FALSE:
            return True
    return False
