local wave = import 'wave_like.libsonnet';

wave.new(
  hostname='wave.example.com',
  bucket='wave-build-logs',
  replicas=3,
  cluster=wave.cluster(
    name='production',
    region='eu-west-1',
  ),
)
