"""What no file that is fixed here can say, and what does it: the engine, the registry, the cluster.

`fix explain NAME` shows each. Sources are the documentation that each text names.
"""

from __future__ import annotations

#: By name: one line of what it is, and what does it.
TOPICS: dict[str, tuple[str, str]] = {
    "rootless": (
        "Run the engine itself without root.",
        "A way out of a container then ends in an ordinary account. It is how the engine was set\n"
        "up, not how an image was built:\n\n"
        "    dockerd-rootless-setuptool.sh install     # Docker\n"
        "    podman run …                              # Podman, as any user\n\n"
        "https://docs.docker.com/engine/security/rootless/",
    ),
    "userns_remap": (
        "Have root in containers be nobody on the host.",
        'In /etc/docker/daemon.json: {"userns-remap": "default"}. In Kubernetes 1.33 and later a\n'
        "pod asks for it: `hostUsers: false`.\n\n"
        "https://docs.docker.com/engine/security/userns-remap/",
    ),
    "apparmor": (
        "Confine what a container's programs may touch, by AppArmor or SELinux.",
        "The engine's own profile holds unless it is switched off. One of your own is loaded on\n"
        "the host and named when the container starts:\n\n"
        "    apparmor_parser -r my-profile && docker run --security-opt apparmor=my-profile IMAGE\n"
        "    securityContext.appArmorProfile: {type: RuntimeDefault}     # Kubernetes 1.30\n"
        "    docker run --security-opt label=type:my_t IMAGE            # SELinux\n\n"
        "https://docs.docker.com/engine/security/apparmor/",
    ),
    "seccomp": (
        "Leave a container the system calls that it needs.",
        "Docker's own profile holds unless it is switched off; Kubernetes asks for one, which\n"
        "`pod_security_context` writes. A narrower one is named when the container starts:\n\n"
        "    docker run --security-opt seccomp=profile.json IMAGE\n\n"
        "https://docs.docker.com/engine/security/seccomp/",
    ),
    "signing": (
        "Sign images, and run none that is not signed.",
        "A signature is made of a digest that is in a registry, after the build:\n\n"
        "    cosign sign REGISTRY/IMAGE@sha256:…\n"
        "    cosign verify --certificate-identity=… --certificate-oidc-issuer=… REGISTRY/IMAGE\n\n"
        "and asked for by the cluster: Kyverno's verifyImages, or sigstore's policy-controller.\n"
        "https://docs.sigstore.dev/cosign/signing/signing_with_containers/",
    ),
    "sbom": (
        "Say what is in an image, and how it was built.",
        "They are attached by the builder:\n\n"
        "    docker buildx build --sbom=true --provenance=mode=max --push .\n\n"
        "On request `build_attestations` writes it into GitHub workflows.\n"
        "https://docs.docker.com/build/metadata/attestations/",
    ),
    "scan": (
        "Look for known vulnerabilities in what an image holds.",
        "It is asked of the image, again and again, since what is known changes:\n\n"
        "    trivy image IMAGE          grype IMAGE          docker scout cves IMAGE\n\n"
        "On request `image_scan` writes a step into GitHub workflows, and `fix pr --refresh`\n"
        "moves digests to bases that were mended.",
    ),
    "init": (
        "Reap children and pass signals on.",
        "A program that starts others wants an init as process 1; the engine has one:\n\n"
        "    docker run --init IMAGE          init: true     # Compose\n\n"
        "https://docs.docker.com/reference/cli/docker/container/run/#init",
    ),
    "socket": (
        "Keep the engine's socket out of containers, and off the network.",
        "Who reaches it is root on the host. A distant engine is reached by SSH or TLS:\n\n"
        "    docker context create remote --docker host=ssh://user@host\n\n"
        "`compose_privileged` and `privileged_pod` report where it is mounted.\n"
        "https://docs.docker.com/engine/security/protect-access/",
    ),
    "network": (
        "Let containers talk to those that they need.",
        "Networks of their own in Compose (`networks:`, `internal: true`), a NetworkPolicy in\n"
        'Kubernetes; {"icc": false} in daemon.json for the default bridge.\n\n'
        "https://kubernetes.io/docs/concepts/services-networking/network-policies/",
    ),
    "updates": (
        "Keep the host, its kernel and the engine up to date.",
        "Containers share the kernel: a hole in it is in all of them. Images follow by\n"
        "`fix pr --refresh` on a schedule, and by building again.",
    ),
}
