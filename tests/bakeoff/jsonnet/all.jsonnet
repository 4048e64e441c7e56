local wave = import 'wave_like.libsonnet';

wave.new(
  hostname=443,
  buckt='wave-build-logs',
  replicas=30,
  cluster=wave.cluster(
    region='eu-wset-1',
  ),
)
