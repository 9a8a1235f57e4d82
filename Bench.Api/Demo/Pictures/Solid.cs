using System.Numerics;

namespace Bench.Api.Demo.Pictures;

/// <summary>One object of a scene: a shape, its place, how it is turned, and its surface.</summary>
internal readonly record struct Solid(Shape Shape, Vector3 Centre, float Scale, Quaternion Turn, Vector3 Colour, float Shine)
{
    public float Distance(Vector3 point) =>
        Scale * Surface.Distance(Shape, Vector3.Transform(point - Centre, Quaternion.Conjugate(Turn)) / Scale);

    /// <summary>Where a ray enters and leaves the sphere around the solid; null when it passes by.</summary>
    public (float Near, float Far)? Span(Vector3 origin, Vector3 direction)
    {
        var reach = Surface.Reach * Scale;
        var toCentre = Centre - origin;
        var along = Vector3.Dot(toCentre, direction);
        var inside = reach * reach - (toCentre.LengthSquared() - along * along);
        if (inside <= 0)
            return null;
        var half = MathF.Sqrt(inside);
        return along + half <= 0 ? null : (MathF.Max(along - half, 0.01f), along + half);
    }

    /// <summary>First distance along the ray at which the surface is met.</summary>
    public float? Meet(Vector3 origin, Vector3 direction)
    {
        if (Span(origin, direction) is not var (near, far))
            return null;
        var t = near;
        for (var step = 0; step < 64 && t < far; step++)
        {
            var distance = Distance(origin + t * direction);
            if (distance < 0.004f)
                return t;
            t += distance;
        }
        return null;
    }

    public Vector3 Normal(Vector3 point)
    {
        const float E = 0.003f;
        return Vector3.Normalize(
            new Vector3(
                Distance(point + new Vector3(E, 0, 0)) - Distance(point - new Vector3(E, 0, 0)),
                Distance(point + new Vector3(0, E, 0)) - Distance(point - new Vector3(0, E, 0)),
                Distance(point + new Vector3(0, 0, E)) - Distance(point - new Vector3(0, 0, E))
            )
        );
    }
}
