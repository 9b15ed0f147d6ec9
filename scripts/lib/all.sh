# All parts, in the order in which they may use each other.
lib=$(dirname "${BASH_SOURCE[0]}")
for part in common system node model rust tools browser page; do
  # shellcheck source=/dev/null
  source "$lib/$part.sh"
done
