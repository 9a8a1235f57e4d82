using System.Numerics;

namespace Bench.Api.Demo.Pictures;

/// <summary>A scene: solids on a textured ground under one lamp, and the camera that sees them.</summary>
internal sealed record Scene
{
    public required IReadOnlyList<Solid> Solids { get; init; }

    /// <summary>Towards the lamp, of length 1.</summary>
    public required Vector3 Lamp { get; init; }

    public required Vector3 LampColour { get; init; }
    public required Vector3 Ambient { get; init; }

    /// <summary>Colour of the ground and of what is behind, as a blurred texture.</summary>
    public required Backdrop Backdrop { get; init; }

    public required Vector3 Camera { get; init; }

    /// <summary>Camera's turn: its view is along −Z.</summary>
    public required Quaternion View { get; init; }

    /// <summary>Focal length over half the picture's height.</summary>
    public required float Focus { get; init; }

    /// <summary>Light that arrives at a point of the picture; x and y in [−1, 1], y upwards.</summary>
    public Vector3 See(float x, float y)
    {
        var direction = Vector3.Normalize(Vector3.Transform(new Vector3(x, y, -Focus), View));
        var (nearest, solid) = (float.PositiveInfinity, default(Solid));
        foreach (var candidate in Solids)
            if (candidate.Meet(Camera, direction) is { } t && t < nearest)
                (nearest, solid) = (t, candidate);
        if (nearest < float.PositiveInfinity)
            return Light(solid, Camera + nearest * direction, direction);

        var toGround = direction.Y < -0.01f ? -Camera.Y / direction.Y : float.PositiveInfinity;
        if (toGround > 14)
            return Backdrop.Behind(direction) * (Ambient + 0.6f * LampColour);
        var point = Camera + toGround * direction;
        var lit = Backdrop.Ground(point.X, point.Z) * (Ambient * Openness(point) + LampColour * MathF.Max(Lamp.Y, 0) * Shadow(point));
        // The ground fades into what is behind it, as it would out of focus.
        var haze = Math.Clamp((toGround - 5) / 9, 0, 1);
        return Vector3.Lerp(lit, Backdrop.Behind(direction) * (Ambient + 0.6f * LampColour), haze);
    }

    Vector3 Light(Solid solid, Vector3 point, Vector3 direction)
    {
        var normal = solid.Normal(point);
        var shadow = Shadow(point + 0.02f * normal);
        var diffuse = MathF.Max(Vector3.Dot(normal, Lamp), 0) * shadow;
        var gloss = solid.Shine * MathF.Pow(MathF.Max(Vector3.Dot(Vector3.Reflect(direction, normal), Lamp), 0), 24) * shadow;
        // Light from the ground colours the underside.
        var bounce = MathF.Max(-normal.Y, 0) * 0.35f * Backdrop.Ground(point.X, point.Z);
        return solid.Colour * (Ambient * (0.6f + 0.4f * normal.Y) + bounce + LampColour * diffuse) + LampColour * gloss;
    }

    /// <summary>How much of the lamp reaches a point: 0 in the core of a shadow, 1 in the open, in between at its soft
    /// edge.</summary>
    float Shadow(Vector3 point)
    {
        var light = 1f;
        foreach (var solid in Solids)
        {
            if (solid.Span(point, Lamp) is not var (near, far))
                continue;
            var t = near;
            for (var step = 0; step < 24 && t < far; step++)
            {
                var distance = solid.Distance(point + t * Lamp);
                light = MathF.Min(light, 9 * distance / t);
                if (light < 0.01f)
                    return 0;
                t += MathF.Max(distance, 0.04f);
            }
        }
        return light;
    }

    /// <summary>How open the sky is above a point of the ground: less near a solid.</summary>
    float Openness(Vector3 point)
    {
        var open = 1f;
        foreach (var solid in Solids)
            open = MathF.Min(open, 0.35f + 1.3f * MathF.Max(solid.Distance(point), 0));
        return MathF.Min(open, 1);
    }
}
