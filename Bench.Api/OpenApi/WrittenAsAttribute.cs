namespace Bench.Api.OpenApi;

/// <summary>A member that is read as free JSON, so that every mistake in it is told at once under its own name, is
/// described by this type.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class WrittenAsAttribute(Type type) : Attribute
{
    public Type Type { get; } = type;
}
