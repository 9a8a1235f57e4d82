using Bench.Imaging.Corruptions.Building;

namespace Bench.Imaging.Corruptions;

/// <summary>One way to corrupt a picture, at five levels.</summary>
public sealed class Corruption
{
    readonly Action<Canvas, int> _apply;

    internal Corruption(string name, IReadOnlyList<string> levels, Action<Canvas, int> apply) =>
        (Name, Levels, _apply) = (name, levels, apply);

    /// <summary>The name of its folder in its authors' data.</summary>
    public string Name { get; }

    /// <summary>Names of its levels, mildest first: its authors' folders.</summary>
    public IReadOnlyList<string> Levels { get; }

    /// <summary>Place of the level of that name, from 0; −1 where it has none.</summary>
    public int LevelOf(string name)
    {
        for (var level = 0; level < Levels.Count; level++)
            if (Levels[level] == name)
                return level;
        return -1;
    }

    /// <summary>Corrupts the picture on the canvas, at a level from 0.</summary>
    internal void Apply(Canvas canvas, int level) => _apply(canvas, level);
}
