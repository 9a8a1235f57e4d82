using Bench.Data;
using Bench.Data.Access;
using Bench.Service.Access;
using Microsoft.AspNetCore.Authorization;

namespace Bench.Api.Auth;

/// <summary>The least role that a request needs.</summary>
internal sealed record RoleRequirement(Role Role) : IAuthorizationRequirement;

/// <summary>Roles rise: reader, submitter, operator. Reading needs no key unless the option says so, but a key that is
/// sent must be a good one.</summary>
internal sealed class RoleRequirementHandler(BenchOptions options) : AuthorizationHandler<RoleRequirement>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, RoleRequirement requirement)
    {
        var allowed = Caller.Of(context.User) is { } caller
            ? caller.Role >= requirement.Role
            : requirement.Role == Role.Reader
                && options.OpenReading
                && context.Resource is HttpContext { Request.Headers.Authorization.Count: 0 };
        if (allowed)
            context.Succeed(requirement);
        return Task.CompletedTask;
    }
}
