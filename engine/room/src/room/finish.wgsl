// Furniture: light worked out beforehand in the vertex colours, grain from a texture.
#import bevy_pbr::forward_io::VertexOutput

@group(#{MATERIAL_BIND_GROUP}) @binding(0) var grain: texture_2d<f32>;
@group(#{MATERIAL_BIND_GROUP}) @binding(1) var grain_sampler: sampler;

// Light of this strength and more is the white of the picture.
const WHITE: f32 = 4.0;

@fragment
fn fragment(in: VertexOutput) -> @location(0) vec4<f32> {
    let light = in.color.rgb * textureSample(grain, grain_sampler, in.uv).rgb;
    // Extended Reinhard: dim light nearly as it is, bright light towards white (Reinhard et al. 2002, eq. 4).
    let shown = light * (1.0 + light / (WHITE * WHITE)) / (1.0 + light);
    // Half a step of noise against bands in dark slopes, the same for a pixel in every frame.
    let place = fract(dot(floor(in.position.xy), vec2<f32>(0.06711056, 0.00583715)));
    let noise = (fract(52.9829189 * place) - 0.5) / 255.0;
    let perceived = pow(max(shown, vec3<f32>(0.0)), vec3<f32>(1.0 / 2.2)) + noise;
    return vec4<f32>(pow(max(perceived, vec3<f32>(0.0)), vec3<f32>(2.2)), 1.0);
}
