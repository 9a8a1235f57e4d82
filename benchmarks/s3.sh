#!/usr/bin/env bash
# The blob store against Ceph's S3 gateway: one monitor, one object store in memory, one gateway, then the tests that need a server of
# others. benchmarks/s3.sh [COMMAND …], the tests by default; COMMAND finds the server in BENCH_TEST_S3 and its key in AWS_….
# Needs: apt-get install ceph-mon ceph-osd radosgw uuid-runtime
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
for program in ceph-mon ceph-osd radosgw radosgw-admin uuidgen; do
    command -v "$program" > /dev/null || { echo "$program is missing: apt-get install ceph-mon ceph-osd radosgw uuid-runtime" >&2; exit 1; }
done
folder=$(mktemp -d)
port=${BENCH_S3_PORT:-7480} monitor=${BENCH_S3_MONITOR_PORT:-6789}
trap 'for pid in "$folder"/*.pid; do kill "$(cat "$pid")" 2> /dev/null || true; done; sleep 1; rm -rf "$folder"' EXIT

# What the programs say is noise until one of them fails.
trap 'cat "$folder/said" >&2' ERR
touch "$folder/said"
mkdir "$folder/mon" "$folder/osd"
cat > "$folder/ceph.conf" <<CONF
[global]
fsid = $(uuidgen)
mon host = 127.0.0.1:$monitor
mon initial members = a
mon data = $folder/mon
mon allow pool size one = true
auth cluster required = none
auth service required = none
auth client required = none
osd data = $folder/osd
osd objectstore = memstore
memstore device bytes = 2147483648
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 8
osd crush chooseleaf type = 0
mon max pg per osd = 1000
admin socket = $folder/\$name.\$pid.asok
log file = $folder/\$name.log
pid file = $folder/\$name.pid
[client.rgw.a]
rgw frontends = beast endpoint=127.0.0.1:$port
CONF
configured=(-c "$folder/ceph.conf")
monmaptool --create --add a "127.0.0.1:$monitor" --fsid "$(awk '/^fsid/ { print $3 }' "$folder/ceph.conf")" "$folder/monmap" > /dev/null
ceph-mon "${configured[@]}" --mkfs -i a --monmap "$folder/monmap"
ceph-mon "${configured[@]}" -i a
disk=$(uuidgen)
timeout 60 ceph "${configured[@]}" osd new "$disk" > /dev/null
ceph-osd "${configured[@]}" -i 0 --mkfs --osd-uuid "$disk" 2>> "$folder/said"
ceph-osd "${configured[@]}" -i 0 2>> "$folder/said"
radosgw "${configured[@]}" -n client.rgw.a
curl -sf --retry 60 --retry-delay 1 --retry-connrefused "http://127.0.0.1:$port" > /dev/null

export AWS_ACCESS_KEY_ID=bench AWS_SECRET_ACCESS_KEY=bench-secret BENCH_TEST_S3=http://127.0.0.1:$port/bench
radosgw-admin "${configured[@]}" -n client.rgw.a user create --uid=bench --display-name=bench \
    --access-key="$AWS_ACCESS_KEY_ID" --secret-key="$AWS_SECRET_ACCESS_KEY" >> "$folder/said" 2>&1
# The gateway's own administration makes no bucket, and its users do so by a signed request.
python3 - "$port" << 'PYTHON'
import datetime, hashlib, hmac, os, sys, urllib.request

host, now = f"127.0.0.1:{sys.argv[1]}", datetime.datetime.now(datetime.timezone.utc).strftime("%Y%m%dT%H%M%SZ")
empty = hashlib.sha256(b"").hexdigest()
signed = {"host": host, "x-amz-content-sha256": empty, "x-amz-date": now}
names, scope = ";".join(signed), f"{now[:8]}/us-east-1/s3/aws4_request"
request = "\n".join(["PUT", "/bench", "", *(f"{name}:{value}" for name, value in signed.items()), "", names, empty])
key = ("AWS4" + os.environ["AWS_SECRET_ACCESS_KEY"]).encode()
for part in scope.split("/"):
    key = hmac.new(key, part.encode(), "sha256").digest()
text = "\n".join(["AWS4-HMAC-SHA256", now, scope, hashlib.sha256(request.encode()).hexdigest()])
signature = hmac.new(key, text.encode(), "sha256").hexdigest()
credential = f"{os.environ['AWS_ACCESS_KEY_ID']}/{scope}"
headers = {name: value for name, value in signed.items() if name != "host"}
headers["Authorization"] = f"AWS4-HMAC-SHA256 Credential={credential}, SignedHeaders={names}, Signature={signature}"
urllib.request.urlopen(urllib.request.Request(f"http://{host}/bench", b"", headers, method="PUT"))
PYTHON
echo "$(radosgw --version | cut -d ' ' -f 1-3) on $BENCH_TEST_S3" >&2
if [ $# -gt 0 ]; then "$@"; else dotnet test --project Bench.Tests -- --filter-class '*RealS3Tests'; fi
