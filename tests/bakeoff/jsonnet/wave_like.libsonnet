// One Wave-like service. Jsonnet has no types: parameters with names stand for the keys, assertions for the rest.
local regions = ['eu-west-1', 'eu-central-1', 'us-east-1', 'us-west-2', 'ap-southeast-2'];

{
  new(hostname, bucket, replicas, cluster):: {
    assert std.isString(self.hostname) : 'hostname must be a string, not a %s' % std.type(self.hostname),
    assert std.isString(self.bucket) : 'bucket must be a string, not a %s' % std.type(self.bucket),
    assert std.isNumber(self.replicas) : 'replicas must be a number, not a %s' % std.type(self.replicas),
    assert self.replicas >= 1 && self.replicas <= 10 : 'replicas must be between 1 and 10, not %s' % self.replicas,
    // The name that clients use.
    hostname: hostname,
    // Where build logs go.
    bucket: bucket,
    // How many pods run.
    replicas: replicas,
    // Where they run.
    cluster: cluster,
  },

  cluster(name, region):: {
    assert std.isString(self.name) : 'name must be a string, not a %s' % std.type(self.name),
    assert std.member(regions, self.region) : 'region must be one of %s, not %s' % [std.join(', ', regions), self.region],
    name: name,
    region: region,
  },
}
