local wave = import 'wave_like.libsonnet';

wave.new(
  hostname='wave.example.com',
  buckt='wave-build-logs',
  replicas=3,
  cluster=wave.cluster(
    name='production',
    region='eu-west-1',
  ),
)
