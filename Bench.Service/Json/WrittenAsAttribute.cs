namespace Bench.Service.Json;

/// <summary>A member that is read as free JSON, so that every mistake in it is told at once under its own name, is
/// described by this type.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class WrittenAsAttribute(Type type) : Attribute
{
    public Type Type { get; } = type;
}
