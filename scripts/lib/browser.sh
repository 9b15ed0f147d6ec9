# Chromium and its driver, for the tests. Sourced after system.sh.

# The first of these that is there; CHROMIUM names another.
find_browser() {
  local name
  for name in "${CHROMIUM:-}" chromium chromium-browser google-chrome-stable google-chrome; do
    if [ -n "$name" ] && have "$name"; then command -v "$name"; return 0; fi
  done
  return 1
}

ensure_browser() {
  # Ubuntu's package of that name only installs a snap, whose browser the driver cannot start from everywhere; then set CHROMIUM and CHROMEDRIVER.
  if ! find_browser >/dev/null || ! have "${CHROMEDRIVER:-chromedriver}"; then
    # The fonts are for the looks of emoji and CJK in screenshots.
    apt_install "Chromium and its driver are" chromium chromium-driver fonts-liberation fonts-noto-color-emoji
  fi
  CHROMIUM=$(find_browser) || fail "no Chromium was found. Install one and its chromedriver, or name them in the variables CHROMIUM and CHROMEDRIVER."
  CHROMEDRIVER=$(command -v "${CHROMEDRIVER:-chromedriver}") || fail "no chromedriver was found. Install the one of $CHROMIUM, or name it in the variable CHROMEDRIVER."
  export CHROMIUM CHROMEDRIVER
}
