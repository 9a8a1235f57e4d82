using System.Numerics;

namespace Bench.Api.Demo.Pictures;

/// <summary>The solids of the ten classes, each given by the signed distance to its surface.</summary>
/// <remarks>Every distance is a lower bound of the true one, so a ray may always advance by it. All solids fit into a
/// sphere of radius <see cref="Reach"/> around the origin.</remarks>
internal static class Surface
{
    public const float Reach = 1.15f;

    /// <summary>Distance from a point to a solid's surface; negative inside.</summary>
    public static float Distance(Shape shape, Vector3 p) =>
        shape switch
        {
            Shape.Ball => p.Length() - 0.8f,
            Shape.Can => MathF.Max(Radius(p) - 0.52f, MathF.Abs(p.Y) - 0.78f),
            Shape.Cone => MathF.Max(0.894f * Radius(p) + 0.447f * (p.Y - 0.85f), -p.Y - 0.7f),
            Shape.Cross => MathF.Min(Box(p, 0.85f, 0.26f, 0.26f), MathF.Min(Box(p, 0.26f, 0.85f, 0.26f), Box(p, 0.26f, 0.26f, 0.85f))),
            Shape.Cube => Box(p, 0.58f, 0.58f, 0.58f) - 0.04f,
            Shape.Egg => 0.75f * (new Vector3(p.X, p.Y > 0 ? 0.68f * p.Y : 0.9f * p.Y, p.Z).Length() - 0.66f),
            Shape.Gem => 0.577f * (MathF.Abs(p.X) + MathF.Abs(p.Y) + MathF.Abs(p.Z) - 1.05f),
            Shape.Pill => (p with { Y = p.Y - Math.Clamp(p.Y, -0.6f, 0.6f) }).Length() - 0.4f,
            Shape.Pyramid => MathF.Max(0.894f * MathF.Max(MathF.Abs(p.X), MathF.Abs(p.Z)) + 0.447f * (p.Y - 0.8f), -p.Y - 0.6f),
            Shape.Ring => new Vector2(Radius(p) - 0.64f, p.Y).Length() - 0.26f,
            _ => throw new ArgumentOutOfRangeException(nameof(shape), shape, null),
        };

    static float Radius(Vector3 p) => MathF.Sqrt(p.X * p.X + p.Z * p.Z);

    static float Box(Vector3 p, float x, float y, float z)
    {
        var outside = Vector3.Abs(p) - new Vector3(x, y, z);
        return Vector3.Max(outside, Vector3.Zero).Length() + MathF.Min(MathF.Max(outside.X, MathF.Max(outside.Y, outside.Z)), 0);
    }
}
