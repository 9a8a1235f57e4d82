namespace Bench.Api.Trail;

/// <summary>On an endpoint whose requests change nothing worth a row each: the pieces of an upload, whose beginning and
/// end have one.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NotAuditedAttribute : Attribute;
