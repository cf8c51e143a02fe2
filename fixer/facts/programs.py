"""What is known of programs that containers start: who must be root, who gives that up, who writes.

From the programs' own manuals and from the entrypoints of Docker's official images. A program that
is in none of the tables has nothing known against it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from fixer.later import NamedTuple, regex

# Programs that run another one -------------------------------------------------------------------


class Front(NamedTuple):
    """How a program that runs another one, as it is, is given its command."""

    #: Flags that take the next word.
    values: frozenset[str] = frozenset()
    #: Words that must follow: `run` of `poetry run`.
    subcommands: frozenset[str] = frozenset()
    #: Operands that stand before the command: the host of `wait-for-it.sh host -- command`.
    operands: int = 0
    #: The command stands behind `--`, whatever is before it.
    dashes: bool = False
    #: A word that may stand before the command: `start` of `pm2-runtime start`.
    optional: str = ""


def _front(
    values: str = "",
    subcommands: str = "",
    operands: int = 0,
    dashes: bool = False,
    optional: str = "",
) -> Front:
    words = frozenset(values.split()), frozenset(subcommands.split())
    return Front(*words, operands, dashes, optional)


_PM2 = "-i --instances -n --name --env -e --error -o --output --cwd --interpreter"
#: They change nothing about who runs the command.
FRONTS = {
    "tini": _front("-p -e"),
    "tini-static": _front("-p -e"),
    "docker-init": _front("-p -e"),
    "dumb-init": _front("-r --rewrite"),
    "catatonit": _front(),
    "pid1": _front("-w --workdir -t --timeout"),
    "env": _front("-u --unset -C --chdir"),
    "exec": _front("-a"),
    "command": _front(),
    "builtin": _front(),
    "time": _front("-f --format -o --output"),
    "nohup": _front(),
    "setsid": _front(),
    "eatmydata": _front(),
    "nice": _front("-n --adjustment"),
    "ionice": _front("-c -n --class --classdata"),
    "chrt": _front("-T -P -D", operands=1),
    "taskset": _front(operands=1),
    "numactl": _front("-N -m -C -p"),
    "timeout": _front("-k -s --kill-after --signal", operands=1),
    "stdbuf": _front("-i -o -e --input --output --error"),
    "unbuffer": _front(),
    "catchsegv": _front(),
    "xvfb-run": _front("-n -s -e -f -p -w --server-num --server-args --error-file --auth-file"),
    "dbus-run-session": _front("--config-file --dbus-daemon"),
    "wait-for-it.sh": _front(dashes=True),
    "wait-for-it": _front(dashes=True),
    "wait-for": _front(dashes=True),
    "wait-for.sh": _front(dashes=True),
    "dockerize": _front("-wait -timeout -template -stdout -stderr -delims -wait-retry-interval"),
    "doppler": _front(dashes=True),
    "chamber": _front(dashes=True),
    "infisical": _front(dashes=True),
    "aws-vault": _front(dashes=True),
    "op": _front(dashes=True),
    "ddtrace-run": _front(),
    "newrelic-admin": _front(subcommands="run-program"),
    "watchmedo": _front(
        "-d --directory -p --pattern --patterns -i --ignore-patterns --signal --kill-after"
        " --interval --debounce-interval",
        "auto-restart",
    ),
    "opentelemetry-instrument": _front("--traces_exporter --metrics_exporter --service_name"),
    "poetry": _front("-C -P --directory --project", "run"),
    "pipenv": _front("", "run"),
    "pdm": _front("-p --project", "run"),
    "hatch": _front("-e --env", "run"),
    "uv": _front("--project --directory --extra --group --with --python -p --env-file", "run"),
    "conda": _front("-n -p --name --prefix --cwd", "run"),
    "mamba": _front("-n -p --name --prefix --cwd", "run"),
    "micromamba": _front("-n -p --name --prefix --cwd", "run"),
    "bundle": _front("", "exec"),
    "npx": _front("-p --package -c --call -w --workspace --prefix -C"),
    "bunx": _front(),
    "npm": _front("", "exec x"),
    "yarn": _front("", "exec dlx"),
    "pnpm": _front("", "exec dlx"),
    "nodemon": _front("-w --watch -e --ext -i --ignore -d --delay --signal"),
    "pm2-runtime": _front(_PM2, optional="start"),
    "pm2": _front(_PM2, "start"),
    "cross-env": _front(),
    "dotenvx": _front(dashes=True),
    "with-contenv": _front(),
}


class Switch(NamedTuple):
    """How a program that runs another one as another user is told whom."""

    #: Flags whose value names the user.
    users: frozenset[str]
    #: Other flags that take the next word.
    values: frozenset[str] = frozenset()
    #: The first operand names the user.
    operand: bool = False
    #: Flags whose value is a shell's text.
    scripts: frozenset[str] = frozenset()
    #: Whom it is without any of them.
    default: str = "root"


def _switch(
    users: str, values: str = "", operand: bool = False, scripts: str = "", default: str = "root"
) -> Switch:
    return Switch(
        frozenset(users.split()),
        frozenset(values.split()),
        operand,
        frozenset(scripts.split()),
        default,
    )


#: They run the command as another user; only root can.
SWITCHES = {
    "gosu": _switch("", operand=True),
    "su-exec": _switch("", operand=True),
    "setuidgid": _switch("", operand=True),
    "s6-setuidgid": _switch("", operand=True),
    "s6-applyuidgid": _switch("-u", "-g -G"),
    "chpst": _switch("-u -U", "-b -e -/ -n -l -L -m -d -o -p -f -c -t"),
    "setpriv": _switch(
        "--reuid --ruid --euid",
        "--regid --rgid --egid --groups --inh-caps --ambient-caps --bounding-set --securebits",
    ),
    "runuser": _switch("-u --user", "-g -G -s -w --group --shell", True, "-c --command"),
    "su": _switch("", "-g -G -s -w --group --shell", True, "-c --command"),
    "sudo": _switch(
        "-u --user",
        "-g -h -p -C -r -t -T -U -D -R --group --host --prompt --chdir --chroot --role --type",
    ),
    "doas": _switch("-u", "-C"),
    "start-stop-daemon": _switch("-c --chuid", "-x --exec -p --pidfile -n --name -d --chdir"),
    "fixuid": _switch("", default="the user that it makes its own"),
}

# Who must be root --------------------------------------------------------------------------------


def _each(reasons: dict[str, str]) -> dict[str, str]:
    """From names by reason to the reason by name."""
    return {name: reason for reason, names in reasons.items() for name in names.split()}


#: Programs that start as root, or are of no use without, and why.
NEEDS_ROOT = _each(
    {
        "logs other users in, for which it must be root": "sshd dropbear",
        "runs jobs as their owners, for which it must be root": "cron crond anacron fcron crontab",
        "reads the system's log as root": "rsyslogd syslogd syslog-ng auditd klogd",
        "reads the logs of others, for which it must be root": "filebeat promtail fluent-bit",
        "keeps and restores the files of others, for which it must be root": (
            "restic borg borgmatic duplicity duplicati-server kopia rsnapshot rdiff-backup"
            " bacula-fd"
        ),
        "asks the engine, whose socket is root's": (
            "docker-gen watchtower portainer cadvisor registrator dozzle"
        ),
        "reads packets from the network": (
            "tshark dumpcap ngrep suricata snort zeek arpwatch ntopng softflowd pmacctd p0f"
        ),
        "works on the routes of the system": "zebra bgpd ospfd ospf6d watchfrr bird bird6 radvd",
        "is a mail server that must start as root": (
            "postfix exim exim4 sendmail dovecot opensmtpd smtpd"
        ),
        "serves files as their owners, for which it must be root": (
            "vsftpd proftpd pure-ftpd smbd nmbd winbindd samba rpc.nfsd rpc.mountd"
        ),
        "must start as root": (
            "named dnsmasq unbound dhcpd ntpd chronyd keepalived xinetd inetd rpcbind in.tftpd"
            " tftpd nslcd sssd slapd krb5kdc kadmind freeradius radiusd snmpd glusterd glusterfsd"
            " ceph-mon ceph-osd ssh-keygen tgtd kea-dhcp4 kea-dhcp6 dhcpcd dhclient ganesha.nfsd"
            " lldpd smartd fail2ban-server"
        ),
        "runs containers as root": "dockerd containerd buildkitd kubelet k3s crio podman lxd",
        "is a service of the system that must start as root": (
            "dbus-daemon udevd systemd-udevd avahi-daemon cupsd NetworkManager bluetoothd"
        ),
        "sets up network interfaces": (
            "wg wg-quick charon ipsec pppd xl2tpd openvpn tailscaled vpnc openconnect ocserv"
            " openfortivpn zerotier-one pptpd vpnserver wireguard-go boringtun hostapd"
            " wpa_supplicant"
        ),
        "starts services of the system": "service systemctl rc-service openrc invoke-rc.d",
        "sends packets of its own making, which only root may": (
            "nmap masscan zmap hping3 nping arping arp-scan netdiscover ettercap bettercap"
            " airodump-ng aireplay-ng"
        ),
        "works on the machine that it runs on": "ansible-pull chef-client puppet salt-call",
        "works on the machines of its playbook, which may be this one": "ansible-playbook",
        "makes systems and their disks, for which it must be root": "debootstrap fai kpartx",
        "is a display's server, or starts one, with devices that are root's": (
            "Xorg X startx xinit lightdm gdm gdm3 sddm xdm"
        ),
    }
)
#: Where scripts of the system's own start are: what is there starts its services.
STARTS_SYSTEM = ("/etc/init.d/", "/etc/rc")

#: PHP-FPM as distributions have it hands its socket to another user, which fails without root:
#: seen with Debian's 8.2. That of the official image, `php-fpm` alone, listens on a port.
PHP_FPM = regex(r"php-fpm[0-9.]*")

#: Programs that start as root and run others as other users.
INITS = _each(
    {
        "is an init system: it runs as root and starts services as their users": (
            "systemd init upstart runit-init"
        ),
        "is s6: it runs as root and starts services as their users": (
            "s6-svscan s6-init s6-overlay-init s6-supervise"
        ),
        "is runit: it runs as root and starts services as their users": (
            "runsvdir runsv runsvdir-start runit my_init"
        ),
        "runs as root and starts programs as their users": (
            "supervisord circusd monit svscan svscanboot"
        ),
    }
)

#: Servers that start as root and go on as another user, or whose workers do.
DROPS_ITSELF = _each(
    {
        "starts as root and serves as another user": (
            "apache2 httpd apachectl apache2ctl apache2-foreground httpd-foreground"
            " varnishd squid privoxy pdns_server pdns_recursor dnsdist shiny-server shiny-server.sh"
            " rstudio-server rserver danted sockd"
        ),
        "runs as the user that owns its data": (
            "mysqld mysqld_safe mariadbd mariadbd-safe rabbitmq-server couchdb asterisk"
        ),
    }
)

#: What only root can do, and what that is.
PRIVILEGED = _each(
    {
        "works on the packages of the system": (
            "apt-get apt dpkg aptitude apk dnf yum microdnf tdnf zypper rpm pacman snap"
        ),
        "changes the owner of files": "chown chgrp",
        "changes the accounts of the system": (
            "useradd adduser usermod userdel deluser groupadd addgroup groupmod groupdel delgroup"
            " passwd chpasswd gpasswd visudo newusers"
        ),
        "changes the certificates of the system": (
            "update-ca-certificates update-ca-trust trust c_rehash"
        ),
        "changes the configuration of the system": (
            "ldconfig update-alternatives locale-gen dpkg-reconfigure update-rc.d a2enmod a2ensite"
            " a2dismod a2dissite a2enconf phpenmod phpdismod docker-php-ext-install"
            " docker-php-ext-enable"
        ),
        "works on what belongs to the kernel": (
            "mount umount losetup mkfs mkfs.ext4 mknod swapon fsck nsenter unshare chroot"
            " pivot_root sshfs mount.nfs s3fs cryptsetup modprobe insmod rmmod sysctl setcap"
            " hwclock hostname nsjail"
        ),
        "works on the network of the system": (
            "iptables ip6tables iptables-restore iptables-legacy nft ipset ip ifconfig route tc"
            " brctl ipvsadm tcpdump arptables ebtables ethtool"
        ),
    }
)

_READS = {
    "apt": {"list", "show", "search"},
    "apk": {"info", "list", "search", "--version"},
    "dpkg": {"-l", "-L", "-s", "-S", "--list", "--status", "--print-architecture"},
    "rpm": {"-q", "-qa", "-ql", "-E", "--eval", "--query"},
    "passwd": {"-S", "--status"},
    "trust": {"list"},
    "sysctl": {"-n", "-a", "-b"},
    "update-alternatives": {"--list", "--display", "--query"},
    "iptables": {"-L", "-S", "--list"},
    "ldconfig": {"-p", "--print-cache"},
    "nft": {"list"},
    "modprobe": {"-n", "-D"},
}
_CHANGES = {
    "ip": {
        *("add", "a", "del", "delete", "set", "replace", "change", "flush", "append"),
        *("tuntap", "netns"),
    },
    "ifconfig": {"up", "down", "add", "del", "netmask", "mtu"},
    "route": {"add", "del", "delete"},
}


def only_reads(name: str, arguments: Sequence[str]) -> bool:
    """Whether a command of PRIVILEGED is only asked something, as everyone may."""
    words = set(arguments)
    if name in ("mount", "umount", "hostname", "route", "ifconfig") and not words:
        return True
    if name == "hostname":
        return all(word[:1] == "-" and word not in ("-F", "-b") for word in words)
    if name == "ip":
        return not (words - {"a"} if "a" in arguments[:1] else words) & _CHANGES["ip"]
    if name in _CHANGES:
        return not words & _CHANGES[name]
    if words & {"--version", "--help", "-V"}:
        return True
    return bool(words & _READS.get(name, set()))


# Who works here ----------------------------------------------------------------------------------

SHELLS = frozenset(
    "sh bash dash ash zsh ksh fish csh tcsh busybox busybox-extras pwsh powershell".split()
)
SCRIPT_SUFFIXES = (".sh", ".bash", ".ash", ".ksh", ".zsh")

#: Programs that, by themselves, wait for what a person types, or say how they are used.
INTERPRETERS = frozenset(
    """python python2 python3 pypy pypy3 ipython node nodejs deno bun ruby irb pry perl php lua
    luajit erl iex elixir julia R jshell groovysh scala ghci sbcl clisp guile racket ocaml utop
    swipl octave sqlite3 psql mysql mongo mongosh redis-cli rails gradle mvn ant sbt lein go rustc
    gcc clang dotnet make npm yarn composer usage""".split()
)

#: Commands that only keep a container alive, for a person to enter it, with one of these operands.
KEEPERS = {"sleep": ("infinity", "inf", "86400", "999999"), "tail": ("/dev/null",)}

#: Bases that are made to be worked in, by the start of the reference.
WORKPLACES = (
    "mcr.microsoft.com/devcontainers/",
    "mcr.microsoft.com/vscode/devcontainers/",
    "ghcr.io/actions/",
    "gitpod/",
    "cimg/",
    "circleci/",
    "gitlab/gitlab-runner",
    "jenkins/inbound-agent",
    "jenkins/agent",
    "jenkins/ssh-agent",
    "jenkins/jnlp-",
    "jenkins/slave",
    "jenkinsci/jnlp-slave",
    "jenkinsci/slave",
    "myoung34/github-runner",
)

#: Bases whose programs must run as root, whatever starts them: by repository, and why.
ROOT_BASES = _each(
    {
        "is for Docker, whose daemon and socket are root's": "docker",
        "runs containers as root": "moby/buildkit kindest/node rancher/k3s rancher/rancher",
        "unpacks whole systems, which takes root": "kaniko-project/executor",
    }
)
#: Bases that are made for a board, by a part of the reference.
#: https://docs.balena.io/reference/base-images/base-images/
BOARDS = regex(
    r"(?i)(?:^|[/._-])(?:raspberry-?pi|jetson|l4t|beaglebone|odroid|orange-?pi|rock-?pi|intel-nuc)"
)

# Who writes --------------------------------------------------------------------------------------

#: Commands that make, change or remove the files that they name; those that may make them anew.
FILE_COMMANDS = frozenset(
    "mkdir touch tee rm rmdir cp mv ln install sed chmod truncate mkfifo".split()
)
#: Programs that write what one of their words names: these the last, the others the first.
WRITE_THE_LAST = frozenset("ffmpeg convert wkhtmltopdf wkhtmltoimage pandoc rsync".split())
OUTPUTS = WRITE_THE_LAST | frozenset("tar zip sqlite3 dd unzip".split())
FILE_MAKERS = frozenset(("mkdir", "touch", "tee", "rm", "rmdir"))

_ANY = frozenset("*")
#: By program and subcommand: it puts what it downloads or builds into the working directory.
INSTALLS = {
    "npm": frozenset("install i ci add update rebuild link".split()),
    "yarn": frozenset(["", "install", "add", "upgrade"]),
    "pnpm": frozenset("install i add update".split()),
    "bun": frozenset("install i add update".split()),
    "composer": frozenset("install update require dump-autoload dumpautoload".split()),
    "bower": frozenset(["install"]),
    "poetry": frozenset("install update add lock".split()),
    "pipenv": frozenset("install sync update lock".split()),
    "pdm": frozenset("install sync update".split()),
    "uv": frozenset("sync add lock".split()),
    "bundle": frozenset(["", "install", "update"]),
    "mix": frozenset("deps.get deps.compile compile ecto.setup phx.server release test".split()),
    "cargo": frozenset("run build test watch".split()),
    "dotnet": frozenset("run build restore watch test".split()),
    "stack": frozenset("run build test".split()),
    "cabal": frozenset("run build test v2-run v2-build new-run".split()),
    "swift": frozenset("run build test".split()),
    "go": frozenset("build generate get".split()),
    "mkdocs": frozenset(["build"]),
    "vite": _ANY,
    "next": frozenset(["", "dev", "build"]),
    "nuxt": frozenset("dev build generate".split()),
    "ng": frozenset("serve build test".split()),
    "gatsby": frozenset("develop build".split()),
    "react-scripts": frozenset("start build test".split()),
    "vue-cli-service": frozenset("serve build".split()),
    "jupyter": _ANY,
    "jupyter-lab": _ANY,
    "jupyter-notebook": _ANY,
    "strapi": frozenset("develop build".split()),
    "nest": frozenset("start build".split()),
    "parcel": _ANY,
    **dict.fromkeys("mvn mvnw gradle gradlew sbt lein make air hugo jekyll webpack".split(), _ANY),
}

#: Programs, and scripts of frameworks, for the project which lies in the working directory.
PROJECT_TOOLS = frozenset(
    """npm yarn pnpm bun vite next nuxt ng gatsby webpack hexo gitbook vuepress bundle rails rake
    jekyll hugo mkdocs mvn mvnw gradle gradlew sbt lein mix stack cabal composer artisan console
    poetry pipenv pdm manage.py air gulp grunt docusaurus setup.py tox nox pytest maturin
    auditwheel cibuildwheel make cmake ninja meson scons ant bazel cargo go rpmbuild
    dpkg-buildpackage debuild makepkg west idf.py""".split()
)

#: Of these, what changes nothing that a build has made before, but for the folders of STATE.
ONLY_ADDS = frozenset(
    """vite next react-scripts vue-cli-service gatsby nest parcel jupyter jupyter-lab
    jupyter-notebook mkdocs hugo go""".split()
)
_CACHE = "node_modules/.cache"
_VITE = ("node_modules/.vite", "node_modules/.vite-temp")
#: By program and subcommand, `*` any: where, seen from the working directory, it keeps its state.
STATE = {
    **{("next", command): (".next",) for command in ("start", "dev", "build", "")},
    **dict.fromkeys((("vite", "preview"), ("vite", "optimize")), (_VITE[1],)),
    ("vite", "build"): ("dist", _VITE[1]),
    ("vite", "*"): _VITE,
    **dict.fromkeys((("react-scripts", "start"), ("vue-cli-service", "serve")), (_CACHE,)),
    ("react-scripts", "build"): ("build", _CACHE),
    ("vue-cli-service", "build"): ("dist", _CACHE),
    ("nuxt", "dev"): (".nuxt", _CACHE),
    **dict.fromkeys((("gatsby", "develop"), ("gatsby", "build")), (".cache", "public", _CACHE)),
    **dict.fromkeys((("nest", "start"), ("nest", "build")), ("dist",)),
    ("parcel", "*"): (".parcel-cache", "dist"),
    # the engines, which it looks for there and fetches, whatever it is asked to do
    # (https://github.com/prisma/prisma/issues/25020)
    ("prisma", "*"): ("node_modules/@prisma", "node_modules/.prisma"),
    ("celery", "beat"): (".",),
    ("celery", "-B"): (".",),
    ("celery", "--beat"): (".",),
    ("mongod", "*"): ("/data/db",),
    ("strapi", "start"): (".tmp", "public/uploads"),
    ("directus", "start"): ("uploads", "database", "extensions"),
    ("directus", "bootstrap"): ("uploads", "database", "extensions"),
    ("ghost", "run"): ("content",),
    ("mlflow", "server"): (".",),
    ("mlflow", "ui"): (".",),
    ("pocketbase", "serve"): ("pb_data",),
}

#: Programs of Rails' world, and where a Rails application that runs keeps its state.
RAILS = frozenset("rails puma unicorn rackup thin passenger sidekiq rake".split())
RAILS_STATE = ("tmp", "log", "storage")
#: Commands of Laravel and Symfony, and where their applications keep their state.
CONSOLES = {"artisan": ("storage", "bootstrap/cache"), "console": ("var",)}

#: By program: flags that say whom it serves as.
USER_FLAGS = {
    "gunicorn": ("--user", "-u", "--group", "-g"),
    "uwsgi": ("--uid", "--gid"),
    "celery": ("--uid", "--gid"),
    "memcached": (),  # only root's are asked who it is to be
    "busybox httpd": ("-u",),
    "haproxy": (),
    "unit": ("--user",),
    "unitd": ("--user",),
    "mongod": (),
}
#: Flags by which servers are told whom to go on as, which takes root: where the value is an account
#: of the image's. Others are asked whom to log in as with `-U`, and who has which password.
CHANGING_FLAGS = frozenset("-u --user --uid --username --setuid --runas --run-as --chuid".split())
#: Flags of any program whose value is a file, or a folder, that it writes.
FILE_FLAGS = frozenset(
    """--pid --pidfile --pid-file --access-logfile --error-logfile --log-file --logfile --log_file
    --logto --daemonize --uds --unix-socket --socket --schedule""".split()
)
FOLDER_FLAGS = frozenset(
    """--data-dir -data-dir --datadir --data_dir --storage.tsdb.path --storage.agent.path
    -storage.tsdb.path --storage.path -storage.path --dbpath -dbpath --log-dir
    --logdir --log_dir --cache-dir --cache_dir --upload-dir --worker-tmp-dir
    --default-artifact-root --artifacts-destination --notebook-dir --ServerApp.root_dir""".split()
)
#: Flags of single programs whose value is a file that it writes.
FILES_OF = {
    "celery": frozenset(("-s",)),
    "scrapy": frozenset("-o -O --output --overwrite-output".split()),
    "curl": frozenset(("-o", "--output")),
    "wget": frozenset(("-O", "--output-document", "-o", "--output-file")),
}

#: Programs of a command line that leave files beside those that they are given.
WORKS_ON_FILES = frozenset(
    """ffmpeg pandoc latexmk pdflatex xelatex lualatex tectonic convert magick mogrify gs qpdf pdftk
    wkhtmltopdf wkhtmltoimage asciidoctor asciidoctor-pdf soffice libreoffice unoconv inkscape sox
    tesseract ocrmypdf exiftool plantuml mmdc dot doxygen sphinx-build protoc buf flatc thrift
    swagger swagger-codegen openapi-generator openapi-generator-cli yt-dlp youtube-dl gallery-dl
    make cmake ninja packer black isort prettier eslint shfmt
    samtools bcftools bgzip tabix bedtools bwa bwa-mem2 minimap2 bowtie2 hisat2 STAR salmon kallisto
    fastqc fastp cutadapt trimmomatic multiqc gatk picard freebayes snpEff vcftools plink plink2
    blastn blastp makeblastdb mafft muscle raxml iqtree iqtree2 featureCounts nextflow snakemake
    gdalwarp gdal_translate ogr2ogr tippecanoe osmium osmosis pdal gmx colmap blender openscad
    kicad-cli HandBrakeCLI mkvmerge whisper demucs platformio pio arduino-cli""".split()
)
#: By program: where in root's home folder people mount what it is to act with.
KEYS_AT_HOME = {
    name: f"/root/{folder}"
    for folder, names in {
        ".aws": "aws eksctl kops terraform terragrunt tofu pulumi cdk",
        ".kube": "kubectl oc helm helmfile k9s kustomize argocd velero",
        ".ssh": "ansible ansible-playbook ssh scp sftp rsync git",
        ".config": "gcloud gsutil bq gh rclone doctl",
        ".azure": "az",
        ".s3cfg": "s3cmd",
    }.items()
    for name in names.split()
}
#: Servers by name that keep their data in the home folder of whom they run as: where in root's
#: people mount a volume for it, what on the command line names another folder, and which variable.
STATE_AT_HOME = {
    "geth": (".ethereum", frozenset(("--datadir", "-datadir", "--dev", "-dev")), ""),
    "ollama": (".ollama", frozenset[str](), "OLLAMA_MODELS"),
    "ipfs": (".ipfs", frozenset(("--repo-dir",)), "IPFS_PATH"),
    "lnd": (".lnd", frozenset(("--lnddir", "--datadir", "--configfile", "-C")), ""),
    "lightningd": (".lightning", frozenset(("--lightning-dir", "--conf")), ""),
    "monerod": (".bitmonero", frozenset(("--data-dir", "--config-file")), ""),
} | {
    name: (folder, frozenset(("-datadir", "--datadir")), "")
    for name, folder in {
        "bitcoind": ".bitcoin",
        "litecoind": ".litecoin",
        "dogecoind": ".dogecoin",
        "dashd": ".dashcore",
        "zcashd": ".zcash",
    }.items()
}
#: Working directories that are there for a mount, by the last part.
MOUNTED = frozenset(
    """work workdir workspace repo repository src source project projects mnt mount host input
    in out docs doc documents site book code playbook playbooks ansible terraform pwd cwd""".split()
)
#: Commands of a build that leave nothing in the folder that they are run in.
LEAVE_NOTHING = frozenset(
    """apt apt-get apk dnf yum microdnf tdnf zypper pacman pip pip3 gem tlmgr mkdir chmod chown ln
    rm useradd groupadd adduser addgroup set true : update-ca-certificates locale-gen""".split()
)
#: The same of some programs alone.
FOLDERS_OF = {
    "transmission-daemon": frozenset("-g --config-dir -w --download-dir --incomplete-dir".split()),
    "beanstalkd": frozenset(("-b",)),
    "qbittorrent-nox": frozenset(("--profile", "--save-path")),
    "aria2c": frozenset(("-d", "--dir")),
    "syncthing": frozenset(("--home", "-home", "--config", "--data")),
    "znc": frozenset(("-d", "--datadir")),
    "ipfs": frozenset(("--repo-dir",)),
    "geth": frozenset(("--datadir", "-datadir")),
    "bitcoind": frozenset(("-datadir", "--datadir")),
    "nats-server": frozenset(("-sd", "--store_dir")),
    "nats-streaming-server": frozenset(("-dir", "--dir")),
    "pocketbase": frozenset(("--dir",)),
}
#: Servers that keep their data in the working directory where neither a flag nor a variable names
#: a folder for it. Seen with those of Debian 12.
IN_FOLDER = {
    "etcd": (frozenset(("--data-dir", "-data-dir", "--config-file")), "ETCD_DATA_DIR"),
    "prometheus": (
        frozenset(("--storage.tsdb.path", "-storage.tsdb.path", "--storage.agent.path")),
        "",
    ),
    "alertmanager": (frozenset(("--storage.path", "-storage.path")), ""),
    "aria2c": (frozenset(("-d", "--dir", "--conf-path")), ""),
}

#: Where nothing but state is mounted from the host.
STATE_FOLDERS = ("/data", "/var/lib/", "/var/log/", "/var/cache/", "/var/spool/", "/srv/", "/mnt/")

#: Programs that keep an environment in the home folder of who ran them in the build, and the
#: variables that put it elsewhere.
ENVIRONMENT_MAKERS = {
    "poetry": frozenset(
        """POETRY_VIRTUALENVS_CREATE POETRY_VIRTUALENVS_IN_PROJECT POETRY_VIRTUALENVS_PATH
        POETRY_CACHE_DIR VIRTUAL_ENV""".split()
    ),
    "pipenv": frozenset("PIPENV_VENV_IN_PROJECT WORKON_HOME PIPENV_SYSTEM VIRTUAL_ENV".split()),
}
#: Commands whose words are no files that they use.
IGNORES_HOME = frozenset("echo printf [ [[ test export".split())

#: What installs programs into the home folder of who runs it: the variables that put them
#: elsewhere, and words of its command line with which it does not.
PROGRAMS_AT_HOME = {
    "cabal": (
        ("CABAL_DIR",),
        frozenset("--installdir --only-dependencies --dependencies-only --lib --bindir".split()),
    ),
    "stack": ((), frozenset(("--local-bin-path", "--only-dependencies"))),
}

HUGGING_FACE = ("HF_HOME", "HF_HUB_CACHE", "HUGGINGFACE_HUB_CACHE", "TRANSFORMERS_CACHE")
_HELM = ("HELM_DATA_HOME", "HELM_CONFIG_HOME", "HELM_CACHE_HOME")
_AWS = ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE")
_ANSIBLE = ("ANSIBLE_HOME", "ANSIBLE_COLLECTIONS_PATH", "ANSIBLE_COLLECTIONS_PATHS")

#: In the build: what puts into the home folder what the program looks for there when it runs, with
#: a word of the command, and the variables that put it elsewhere.
HOME_MAKERS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("playwright", "install", ("PLAYWRIGHT_BROWSERS_PATH",)),
    ("patchright", "install", ("PLAYWRIGHT_BROWSERS_PATH",)),
    ("crawl4ai-setup", "", ("PLAYWRIGHT_BROWSERS_PATH",)),
    ("browser-use", "install", ("PLAYWRIGHT_BROWSERS_PATH",)),
    ("scrapling", "install", ()),
    ("pyppeteer-install", "", ("PYPPETEER_HOME",)),
    ("rembg", "d", ("U2NET_HOME", "XDG_DATA_HOME")),
    ("argospm", "install", ("ARGOS_PACKAGES_DIR", "XDG_DATA_HOME")),
    ("camoufox", "fetch", ("XDG_CACHE_HOME",)),
    ("textblob.download_corpora", "", ("NLTK_DATA",)),
    ("prisma", "generate", ("PRISMA_BINARY_CACHE_DIR", "PRISMA_HOME_DIR")),
    ("puppeteer", "install", ("PUPPETEER_CACHE_DIR",)),
    ("cypress", "install", ("CYPRESS_CACHE_FOLDER",)),
    ("gcloud", "auth", ("CLOUDSDK_CONFIG",)),
    ("gcloud", "config", ("CLOUDSDK_CONFIG",)),
    ("az", "extension", ("AZURE_EXTENSION_DIR", "AZURE_CONFIG_DIR")),
    ("az", "config", ("AZURE_CONFIG_DIR",)),
    ("az", "login", ("AZURE_CONFIG_DIR",)),
    ("aws", "configure", _AWS),
    ("helm", "plugin", ("HELM_PLUGINS", "XDG_DATA_HOME", *_HELM)),
    ("helm", "repo", ("HELM_REPOSITORY_CONFIG", "XDG_CONFIG_HOME", *_HELM)),
    ("kubectl", "config", ("KUBECONFIG",)),
    ("kubectl", "krew", ("KREW_ROOT",)),
    ("kubectl-krew", "install", ("KREW_ROOT",)),
    ("ansible-galaxy", "install", ("ANSIBLE_ROLES_PATH", *_ANSIBLE)),
    ("ansible-galaxy", "collection", _ANSIBLE),
    ("deno", "cache", ("DENO_DIR",)),
    ("ollama", "pull", ("OLLAMA_MODELS",)),
    ("hf", "download", HUGGING_FACE),
    ("pip", "--user", ("PYTHONUSERBASE",)),
    ("pip3", "--user", ("PYTHONUSERBASE",)),
    ("pipx", "install", ("PIPX_HOME",)),
    ("uv", "tool", ("UV_TOOL_DIR",)),
    ("huggingface-cli", "download", HUGGING_FACE),
    ("nltk.downloader", "", ("NLTK_DATA",)),
    ("dotnet", "tool", ()),
    ("git", "--global", ("GIT_CONFIG_GLOBAL", "GIT_AUTHOR_EMAIL")),
    ("nvm", "install", ("NVM_DIR",)),
    ("steamcmd.sh", "", ()),
    ("steamcmd", "", ()),
    ("pyenv", "install", ("PYENV_ROOT",)),
)
#: Where what these leave can be for every user, for it is only read there: by the variable that
#: puts it there, the folder, and the name that it has in the home folder.
#: https://playwright.dev/docs/browsers#managing-browser-binaries
#: https://pptr.dev/api/puppeteer.configuration
FOR_EVERYONE = {
    "PLAYWRIGHT_BROWSERS_PATH": ("/usr/local/share/ms-playwright", b"ms-playwright"),
    "PUPPETEER_CACHE_DIR": ("/usr/local/share/puppeteer", b".cache/puppeteer"),
}
#: Where nltk looks for its data, and leaves it, once the folder is there.
CORPORA = "/usr/local/share/nltk_data"
#: Flags by which these are told of another place.
ELSEWHERE = frozenset(
    """--tool-path --target -t -d --local-dir -p --collections-path --roles-path --kubeconfig
    --cache-dir --browsers-path""".split()
)


class Kept(NamedTuple):
    """What a tool keeps in the home folder of who runs it, and looks for there the next time."""

    #: Those commands of the container that look there.
    tools: frozenset[str]
    #: The commands of a build that fill it.
    makers: frozenset[str]
    #: What one of a maker's words holds then.
    word: re.Pattern[str]
    #: The variables that put it elsewhere.
    variables: tuple[str, ...]
    #: The tool's subcommands that look there; none where all do.
    subcommands: frozenset[str] = frozenset()


def _kept(tools: str, makers: str, word: str, variables: str = "", subcommands: str = "") -> Kept:
    return Kept(
        frozenset(tools.split()),
        frozenset(makers.split()),
        regex(word),
        tuple(variables.split()),
        frozenset(subcommands.split()),
    )


#: Hex and rebar, and Julia's packages, are not found elsewhere. The others fetch all that they
#: need once more, at every start: of Haskell's tools that is a compiler.
KEPT_AT_HOME = (
    _kept("mix iex elixir", "mix", r"(?:local\.(?:hex|rebar)|archive\.install)\b", "MIX_HOME"),
    _kept("julia", "julia", r"Pkg|\.jl$", "JULIA_DEPOT_PATH"),
    _kept("deno", "deno", r"^(?:install|run|task)$", "DENO_DIR"),
    _kept("stack", "stack", r"^(?:setup|build|install|test|run)$", "STACK_ROOT"),
    _kept("cabal", "cabal", r"^(?:v2-|new-)?(?:update|build|install|test|run)$", "CABAL_DIR"),
    # the library of a project is links into the cache
    _kept(
        "R Rscript shiny-server",
        "R Rscript",
        r"\brenv::(?:restore|install|hydrate|init)\b(?!.*\blibrary\s*=)",
        "RENV_PATHS_CACHE RENV_PATHS_ROOT RENV_CONFIG_CACHE_ENABLED RENV_CONFIG_CACHE_SYMLINKS",
    ),
    _kept("sbt", "sbt", r"^[^-]"),
    _kept("lein", "lein", r"^[^-]", "LEIN_HOME"),
    _kept("mvn mvnw", "mvn mvnw", r"^[^-]"),
    _kept("gradle gradlew", "gradle gradlew", r"^[^-]", "GRADLE_USER_HOME"),
    _kept(
        "dotnet",
        "dotnet",
        r"^(?:restore|build|publish|run|test)$",
        "NUGET_PACKAGES",
        "run watch test",
    ),
)
#: How their commands name another place.
KEPT_ELSEWHERE = ("-Dmaven.repo.local", "--gradle-user-home", "--stack-root")
#: What Bundler is told in the home folder, without which it looks for other gems when it runs.
BUNDLER_SETTINGS = frozenset(
    "without with only path deployment force_ruby_platform specific_platform".split()
)

#: Calls of Python's that download what the program looks for in the home folder later on, and the
#: variables that put it elsewhere.
HOME_CALLS = {
    "from_pretrained(": HUGGING_FACE,
    "snapshot_download(": HUGGING_FACE,
    "hf_hub_download(": HUGGING_FACE,
    "SentenceTransformer(": (*HUGGING_FACE, "SENTENCE_TRANSFORMERS_HOME"),
    "WhisperModel(": HUGGING_FACE,
    "nltk.download(": ("NLTK_DATA",),
    "whisper.load_model(": ("XDG_CACHE_HOME",),
    "torch.hub.load": ("TORCH_HOME", "XDG_CACHE_HOME"),
    "torchvision.models.": ("TORCH_HOME", "XDG_CACHE_HOME"),
    "stanza.download(": ("STANZA_RESOURCES_DIR",),
    "easyocr.Reader(": ("EASYOCR_MODULE_PATH",),
    "CrossEncoder(": HUGGING_FACE,
    "transformers import pipeline": HUGGING_FACE,
    "Detoxify(": ("TORCH_HOME", "XDG_CACHE_HOME"),
    "PaddleOCR(": ("PADDLE_HOME", "PADDLE_PDX_CACHE_HOME"),
    "DeepFace.": ("DEEPFACE_HOME",),
    "kagglehub.": ("KAGGLEHUB_CACHE",),
    "keras.applications.": ("KERAS_HOME",),
    "transformers.pipeline(": HUGGING_FACE,
    "datasets import load_dataset": (*HUGGING_FACE, "HF_DATASETS_CACHE"),
    "timm.create_model(": (*HUGGING_FACE, "TORCH_HOME"),
    "open_clip.create_model": HUGGING_FACE,
    "faster_whisper import download_model": HUGGING_FACE,
    "rembg import new_session": ("U2NET_HOME", "XDG_DATA_HOME"),
    "FaceAnalysis(": (),
    "DefaultEmbeddingFunction(": (),
    "ONNXMiniLM_L6_V2(": (),
    "gensim.downloader": ("GENSIM_DATA_DIR",),
    "TTS.api": ("TTS_HOME", "XDG_DATA_HOME"),
    "sklearn.datasets import fetch_": ("SCIKIT_LEARN_DATA",),
    "argostranslate.package": ("ARGOS_PACKAGES_DIR", "XDG_DATA_HOME"),
    "ChromeDriverManager(": ("WDM_LOCAL",),
}
#: Variables that say where libraries keep what they download, and make it themselves.
CACHE_VARIABLES = frozenset(
    {name for names in HOME_CALLS.values() for name in names}
    | {"MPLCONFIGDIR", "NUMBA_CACHE_DIR", "U2NET_HOME", "HF_DATASETS_CACHE", "XDG_DATA_HOME"}
    | {"YOLO_CONFIG_DIR", "KERAS_HOME", "TFHUB_CACHE_DIR", "TIKTOKEN_CACHE_DIR", "AIRFLOW_HOME"}
    | {"MODELSCOPE_CACHE", "PADDLE_HOME", "XDG_CONFIG_HOME", "VLLM_CACHE_ROOT"}
)
#: What such a call says of another place.
CALLS_ELSEWHERE = regex(r"(?:cache|local|download|model)_(?:dir|root|folder)|cache_folder")


class Installer(NamedTuple):
    """What installs tools into the home folder of who runs it."""

    name: str
    #: Words of those commands of the container that are looked for there.
    tools: frozenset[str]
    variables: tuple[str, ...]


def _installer(name: str, tools: str, *variables: str) -> Installer:
    return Installer(name, frozenset(tools.split()), variables)


_RUSTUP = _installer("rustup", "cargo rustc rustup", "CARGO_HOME", "RUSTUP_HOME")
_PYENV = _installer("pyenv", "pyenv python python3 pip gunicorn uvicorn flask celery", "PYENV_ROOT")
_NVM = _installer("nvm", "nvm node npm npx yarn pnpm pm2 pm2-runtime", "NVM_DIR")
_RBENV = _installer("rbenv", "rbenv ruby bundle rails rake puma", "RBENV_ROOT")
#: By a part of the text of the RUN that fetches it.
INSTALLERS = {
    "sh.rustup.rs": _RUSTUP,
    "rustup-init": _RUSTUP,
    "pyenv.run": _PYENV,
    "pyenv-installer": _PYENV,
    "pyenv/pyenv": _PYENV,
    "nvm-sh/nvm": _NVM,
    "creationix/nvm": _NVM,
    "rbenv-installer": _RBENV,
    "rbenv/rbenv": _RBENV,
    "get.sdkman.io": _installer("sdkman", "sdk java kotlin gradle mvn groovy scala", "SDKMAN_DIR"),
    "bun.sh/install": _installer("bun", "bun bunx", "BUN_INSTALL"),
    "deno.land/": _installer("deno", "deno", "DENO_INSTALL"),
    "install.python-poetry.org": _installer("poetry", "poetry", "POETRY_HOME"),
}

#: What is said to them is not done.
TALKERS = frozenset(("echo", "printf", "cat", "grep", "sed", "awk", "alias", "export", "test", "["))

#: Scripts from the network that fetch apt's lists themselves, or use none.
BRING_THEIR_LISTS = (
    *INSTALLERS,
    "deb.nodesource.com/",
    "get.docker.com",
    "packagecloud.io/",
    "aka.ms/InstallAzureCLIDeb",
)

#: Modules of Python's that are of no use without a device or a right that only root has.
DEVICE_MODULES = {
    **dict.fromkeys(
        [
            *("RPi", "gpiozero", "lgpio", "gpiod", "rpi_ws281x", "picamera", "picamera2", "smbus"),
            *("smbus2", "spidev", "digitalio", "busio", "Adafruit_DHT", "adafruit_dht", "evdev"),
            *("bluepy",),
        ],
        "uses a device",
    ),
    "scapy": "reads packets from the network",
}
#: The packages that bring them, where it is sure what these are for.
DEVICE_PACKAGES = regex(
    r"(?i)(?:rpi[.-]gpio|rpi-lgpio|gpiozero|lgpio|rpi[-_]ws281x|picamera2?|smbus2?|spidev|evdev"
    r"|bluepy|adafruit[-_](?:blinka|dht|circuitpython[-_].*))(?:[=<>~!\[].*)?"
)

PHP = regex(r"php[0-9.]*")
PYTHON = regex(r"(?:python|pypy)[0-9.]*")
PIP = regex(r"pip[0-9.]*")
#: What may put anything into `~/.local`: scripts, and tools that keep programs there.
FILL_LOCAL = frozenset(
    "sh bash ash dash zsh . source eval xargs pipx uv uvx rye stack cabal ghcup pnpm gem".split()
)
#: Words without one of which no build installs a Python project.
INSTALL_PROJECTS = frozenset("pip uv poetry pdm hatch setup build".split())
#: Flags by which pip installs elsewhere, or not at all.
PIP_ELSEWHERE = frozenset("--user -t --target --prefix --root --dry-run -h --help".split())
#: Programs that run a Python application.
PYTHON_SERVERS = frozenset(
    """gunicorn uvicorn hypercorn daphne granian waitress-serve flask fastapi celery django-admin
    streamlit chainlit uwsgi manage.py sanic robyn""".split()
)
#: Programs of Python's that load a file or a module which one of their words names.
PYTHON_LOADERS = PYTHON_SERVERS | frozenset(
    """adev arq bentoml bokeh coverage cProfile dagster debugpy dramatiq faststream faust
    functions-framework gradio huey_consumer huey_consumer.py ipython kernprof kopf litestar locust
    marimo memray nameko panel pdb profile py-spy pyinstrument quart scalene scrapy serve solara
    taskiq twistd viztracer watchfiles""".split()
)
#: What they load where nothing names it, and the variable of the environment that may name it.
PYTHON_DEFAULTS = {
    "fastapi": ("main.py", "app.py", "api.py", "app/main.py", "app/app.py", "app/api.py"),
    "flask": ("wsgi.py", "app.py"),
    "functions-framework": ("main.py",),
    "litestar": ("app.py", "application.py", "asgi.py"),
    "locust": ("locustfile.py",),
    "quart": ("app.py",),
}
PYTHON_VARIABLES = {"flask": "FLASK_APP", "litestar": "LITESTAR_APP", "quart": "QUART_APP"}
#: Programs that run what is written in languages that are not read.
OTHERS = regex(
    r"(?:perl|ruby|jruby|php|lua|luajit|tclsh|julia|elixir|deno|groovy|guile|escript)[0-9.]*"
    r"|Rscript"
)
_RACK = ("config.ru",)
_RAILS = ("config/application.rb", "config/environments/production.rb", "config/puma.rb")
#: Servers of these languages, and programs of their frameworks: the files that they load, where
#: they work, besides those that their command line names.
LOADS = {
    **dict.fromkeys("rackup thin falcon passenger iodine".split(), _RACK),
    "puma": (*_RACK, "config/puma.rb"),
    "unicorn": (*_RACK, "config/unicorn.rb"),
    "rails": (*_RACK, *_RAILS),
    "sidekiq": _RAILS[:2],
    "rake": ("Rakefile",),
    **dict.fromkeys("plackup starman starlet twiggy hypnotoad morbo".split(), ("app.psgi",)),
}
#: Programs that run what is written in Java, with its configuration among its sources.
JVM = frozenset(("java", "mvn", "gradle"))
#: Programs that run several commands side by side, and their flags that take the next word.
SIDE_BY_SIDE = {
    "concurrently": frozenset(
        "-n --names -c --prefix-colors -p --prefix -m --max-processes".split()
    ),
    **dict.fromkeys(("npm-run-all", "run-s", "run-p"), frozenset[str]()),
}
#: How the files end that node runs, or PM2 for what they name.
NODE_FILES = (".js", ".mjs", ".cjs", "ecosystem.json", "pm2.json", "process.json", "processes.json")
NODE_PROGRAMS = frozenset("node nodejs npm yarn pnpm bun npx ts-node tsx".split())


class Service(NamedTuple):
    """Where a server writes that needs no root: folders, and files in folders of the system."""

    folders: tuple[str, ...] = ()
    files: tuple[str, ...] = ()


#: Where Tomcat writes, in its folder.
TOMCAT = ("logs", "temp", "work", "webapps")
#: Its scripts. What its archives hold is closed to all but the owner and the group.
TOMCAT_SCRIPTS = frozenset(("catalina.sh", "startup.sh"))

#: Programs that a build makes and that write beside themselves, from where they lie and the
#: commands that make them: the folder, and whether they change what the build has left there.
#: Releases of Erlang's and Elixir's fill in their configuration; Play's keeps its process' number.
RELEASES = (
    (regex(r"(?P<home>.*/rel/(?P<name>[^/]+))/bin/(?P=name)"), ("mix", "rebar3"), True),
    (regex(r"(?P<home>.*/target/universal/stage)/bin/[^/]+"), ("sbt",), False),
)

#: Commands that unpack an archive.
UNPACKERS = ("tar", "bsdtar", "unzip", "7z", "jar", "cpio")
#: Folders of languages and their packages: the programs in them write nothing beside themselves.
TOOLCHAIN = regex(r"venv|virtualenv|conda|jdk|jre|java|node|cargo|python|ruby|go$|dotnet|pipx|uv/")

#: Caddy keeps its data there by the variables of its image; otherwise in the user's home.
#: FrankenPHP is Caddy, and its manual has it run as any user.
#: https://frankenphp.dev/docs/docker/#running-as-a-non-root-user
_CADDY = Service(("/data/caddy", "/config/caddy"))
#: Words that have a server ask the engine what containers there are.
ASKS_ENGINE = regex(r"docker-proxy|--(?:providers\.)?(?:docker|swarm)(?:[.=].*)?")

#: Bases whose own ENTRYPOINT gives a CMD that is no command to a program: by repository, the
#: program, and what such a CMD begins with.
STARTED_BY = {
    "denoland/deno": (
        "deno",
        regex(r"bench|bundle|cache|check|compile|eval|install|repl|run|serve|task|test|-.*"),
    ),
    "oven/bun": ("bun", regex(r"run|start|dev|test|x|-.*|[^/].*\.(?:[cm]?[jt]s|[jt]sx)")),
    "node": ("node", regex(r"inspect|-.*|[^/].*\.[cm]?js")),
    "ollama/ollama": ("ollama", regex(r"serve|start|run|pull|create|list|-.*")),
    "traefik": ("traefik", regex(r"healthcheck|version|-.*")),
}
#: What they start where there is no CMD either.
STARTED_ALONE = {"ollama/ollama": ("ollama", "serve"), "traefik": ("traefik",)}
#: The variables by which programs are told where they keep what they fetch and compile.
STATE_VARIABLES = {"deno": "DENO_DIR", "julia": "JULIA_DEPOT_PATH"}

#: Bases whose own ENTRYPOINT, if there is one, runs any command that it is given as it is.
PASSES_ON = frozenset(
    """nginx httpd php node python ruby golang rust openjdk eclipse-temurin caddy tomcat
    wordpress""".split()
)
#: The same by how their names begin: what drops privileges in them is their CMD.
PASSING_ON = ("rocker/",)

#: What a base's own command needs where it works as any user.
SERVICES = {
    "caddy": _CADDY,
    "dunglas/frankenphp": _CADDY,
    "tomcat": Service(tuple(f"/usr/local/tomcat/{name}" for name in TOMCAT)),
}

#: Those of them that run an application, which writes where it lies.
APPLICATION_SERVERS = frozenset(("dunglas/frankenphp",))

#: Bases whose own program writes where only root does, by how their names begin, and what it does.
#: Azure's host of functions does not start where it cannot write its keys:
#: https://github.com/Azure/azure-functions-docker/issues/1210
ROOTS_HOSTS = {
    "azure-functions/": "keeps its keys in /azure-functions-host/Secrets, which is root's",
    "tomee": "keeps its logs, and what it unpacks, in /usr/local/tomee, which is root's",
}
#: Bases that keep data, and where: on a volume that is root's where it is in use.
DATA_SERVERS = {
    "influxdb": "/var/lib/influxdb",
    "registry": "/var/lib/registry",
    "rethinkdb": "/data",
}

# A user of its own ---------------------------------------------------------------------------

#: Programs and packages that an image has for a start as root: they drop it, or need it.
ROOT_TOOLS = frozenset(
    """passwd chpasswd dockerd gosu su-exec setpriv runuser sudo doas opendoas su chpst s6
    s6-overlay supervisor supervisord runit cron cronie dcron fcron busybox-suid
    openssh-server openssh sshd postfix exim4 rsyslog
    syslog-ng nginx nginx-light nginx-full nginx-extras apache2 httpd haproxy squid dovecot vsftpd
    proftpd pure-ftpd mysql-server mariadb-server mariadb postgresql redis-server mongodb-org
    iptables nftables ipset openvpn wireguard-tools strongswan nfs-kernel-server nfs-common
    nfs-utils nfs-ganesha samba cifs-utils fuse fuse3 sshfs docker docker.io docker-ce systemd
    systemd-sysv dnsmasq bind9 bind unbound avahi-daemon dbus udev keepalived quagga frr
    debootstrap fai-client fai-server kpartx""".split()
)
#: Tools that run sudo by themselves, where root does not run them: all that they do, or only with
#: these words. What they are given it for is to install packages.
CALL_SUDO = {
    **dict.fromkeys("yay paru pikaur trizen aurman yaourt pamac abuild".split(), ""),
    "makepkg": r"-\w*[sri]\w*|--(?:syncdeps|rmdeps|install)",
    "rosdep": r"install",
    **dict.fromkeys(
        "playwright npx python python3 uv yarn pnpm".split(), r"install-deps|--with-deps"
    ),
}
CALLERS_OF_SUDO = regex(
    rb"\b(?:yay|paru|pikaur|trizen|aurman|yaourt|pamac|abuild|makepkg|rosdep|playwright)\b"
)

#: Packages that are of use to root alone, by what they are for.
ROOT_PACKAGES = _each(
    {
        "sets up network interfaces": (
            "openvpn wireguard wireguard-tools wireguard-go strongswan strongswan-swanctl libreswan"
            " openconnect vpnc xl2tpd pptpd ppp tailscale softether hostapd"
        ),
        "works on the network of the system": (
            "iptables ip6tables nftables ipset ipvsadm keepalived ebtables bridge-utils conntrack"
            " conntrack-tools"
        ),
        "sends packets of its own making, which only root may": (
            "masscan zmap hping3 arp-scan netdiscover ettercap-text-only ettercap-graphical"
            " bettercap aircrack-ng dsniff"
        ),
        "asks the engine, whose socket is root's": (
            "docker docker.io docker-ce docker-ce-cli docker-cli docker-engine docker-compose"
            " docker-compose-plugin docker-cli-compose docker-cli-buildx"
        ),
    }
)
#: Files of these in root's home matter to the build alone.
OF_BUILD = (
    *(".cache", ".ssh", ".npm", ".netrc", ".gitconfig", ".git-credentials", ".m2", ".gradle"),
    *(".gnupg", ".bash", ".profile", ".zsh", ".vim", ".config/pip", ".pip", ".pypirc", ".yarn"),
    *(".wget", ".curlrc", ".composer", ".ivy2", ".sbt", ".hex", ".mix", ".node-gyp", ".docker"),
    *(".gemrc", ".condarc", ".mambarc", ".cargo/config", ".hgrc", ".gdbinit", ".lldbinit"),
    *(".irbrc", ".nanorc", ".screenrc", ".hushlogin", ".parallel"),
    *(".rpmmacros", ".inputrc", ".tmux", ".nuget", ".pki", ".oh-my", ".viminfo"),
)
#: The same where they are copied there: a cache that comes from elsewhere is for the program.
OF_BUILD_ALONE = tuple(name for name in OF_BUILD if name != ".cache")
#: What of `.cache` is for a build alone.
CACHES_OF_BUILD = frozenset(
    """pip pip-tools uv pipenv pypoetry yarn pnpm node go-build composer bazel typescript ccache
    sccache""".split()
)
HOMES = ("~/", "$HOME/", "${HOME}/", "/root/")
HARMLESS_AT_HOME = frozenset("rm cd ls chmod chown cat test echo source .".split())
#: ROOT_TOOLS by a part of a word: of a package's name, of a path, of a URL.
ROOT_TOOL_PARTS = frozenset(
    """gosu supervisor supervisord setpriv apache2 httpd nginx sshd crond cron haproxy iptables
    openvpn systemd dockerd containerd buildkitd mysqld rsyslog""".split()
)
#: Variables by which many images let the user of a container say whom it is to run as.
ID_VARIABLES = frozenset(
    "PUID PGID UID GID USER_ID GROUP_ID USERID GROUPID RUN_AS USERMAP_UID".split()
)
#: Tools that make programs of sources, which are not run from where they are, nor written to.
COMPILERS = (
    *("go", "cargo", "make", "cmake", "ninja", "just", "task", "mvn", "mvnw", "gradle", "gradlew"),
    *("sbt", "lein", "mix", "rebar3", "goreleaser", "dotnet", "bazel"),
)
#: Tools that ask git for the version, or that run a build which may. Git refuses the repository
#: of another user, root included.
ASK_GIT = (
    *COMPILERS,
    *("git", "hatch", "poetry", "pdm", "flit", "nox", "tox", "setup.py", "pip", "pip3", "uv"),
    *("python", "python3"),
)
#: npm 7 and 8 run scripts as the owner of the package's folder.
RUN_AS_OWNER = ("npm", "npx", "yarn", "pnpm")
