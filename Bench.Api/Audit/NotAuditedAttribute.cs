namespace Bench.Api.Audit;

/// <summary>On an endpoint whose requests change nothing worth a row each: the pieces of an upload, whose beginning and
/// end have one.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NotAuditedAttribute : Attribute;
