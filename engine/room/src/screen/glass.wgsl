// The picture of a monitor as it is: no light, no tone mapping, no dither, so that greys arrive unchanged.
#import bevy_pbr::forward_io::VertexOutput

@group(#{MATERIAL_BIND_GROUP}) @binding(0) var picture: texture_2d<f32>;
@group(#{MATERIAL_BIND_GROUP}) @binding(1) var picture_sampler: sampler;

@fragment
fn fragment(in: VertexOutput) -> @location(0) vec4<f32> {
    // The mean over the pixel's footprint in place of mip levels, which a picture that changes does not have.
    let across = dpdx(in.uv) * 0.25;
    let down = dpdy(in.uv) * 0.25;
    var sum = vec3<f32>(0.0);
    for (var row = 0; row < 4; row++) {
        for (var column = 0; column < 4; column++) {
            let shift = across * (f32(column) - 1.5) + down * (f32(row) - 1.5);
            sum += textureSampleLevel(picture, picture_sampler, in.uv + shift, 0.0).rgb;
        }
    }
    return vec4<f32>(sum / 16.0, 1.0);
}
